import {
  CheckCircleFilled,
  ClockCircleOutlined,
  DeleteOutlined,
  EyeOutlined,
  InboxOutlined,
  RedoOutlined,
  WarningFilled,
} from '@ant-design/icons';
import { type FileView, fileStates, routes } from '@zhucheng/shared';
import { Button, Upload as Drop, Progress } from 'antd';
import { type ReactNode, useState } from 'react';
import { asApiError, call } from '../../app/api';
import { useUploads } from './use-uploads';
import './upload.css';

interface Props {
  /** What is uploaded, e.g. 主债权合同. */
  label: string;
  value: readonly FileView[];
  onChange(files: FileView[]): void;
  /** Most files; 20 unless given. */
  max?: number;
  disabled?: boolean;
  testId?: string;
}

/** 3.2 MB, 480 KB */
const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

const marks: Record<FileView['state'], ReactNode> = {
  scanning: <ClockCircleOutlined />,
  clean: <CheckCircleFilled />,
  refused: <WarningFilled />,
};

/** Materials of a form: drop or choose several at once, watch them arrive, open, remove, try again. */
export function Upload({ label, value, onChange, max = 20, disabled, testId }: Props) {
  const { sending, add, retry, drop, remove } = useUploads(value, onChange);
  const [problem, setProblem] = useState<string | null>(null);
  const left = max - value.length - sending.length;

  async function open(file: FileView) {
    // Opened within the click, before the address is known: a later one is blocked as a pop-up.
    const tab = window.open('', '_blank');
    try {
      const { url } = await call(routes.files.link, { params: { id: file.id } });
      if (tab) tab.location.href = url;
    } catch (error) {
      tab?.close();
      setProblem(asApiError(error).message);
    }
  }

  return (
    <section className="upload" aria-label={label} data-testid={testId}>
      {!disabled && left > 0 && (
        <Drop.Dragger
          multiple
          accept=".pdf,.jpg,.jpeg,.png,.heic"
          showUploadList={false}
          beforeUpload={(file, all) => {
            // antd calls this once per file, each time with all chosen files; only the first call counts.
            if (file !== all[0]) return false;
            setProblem(all.length > left ? `最多 ${max} 份，多出的 ${all.length - left} 份没有添加。` : null);
            add(all.slice(0, left));
            return false;
          }}
        >
          <p className="upload-drop">
            <InboxOutlined aria-hidden /> 把{label}拖到这里，或点击选择文件
          </p>
          <p className="upload-hint">PDF、JPG、PNG、HEIC，可一次选多个，每份不超过 20 MB</p>
        </Drop.Dragger>
      )}
      {problem && (
        <p className="upload-fault" role="alert">
          <WarningFilled /> {problem}
        </p>
      )}
      {disabled && value.length === 0 && <p className="upload-hint">没有上传{label}。</p>}
      {(value.length > 0 || sending.length > 0) && (
        <ul className="upload-list">
          {value.map((file) => (
            <li key={file.id} className={`upload-${file.state}`}>
              <span className="upload-mark">{marks[file.state]}</span>
              <span className="upload-name">{file.name}</span>
              <span className="upload-state" aria-live="polite">
                {file.problem ?? `${fileStates[file.state]} · ${sizeText(file.size)}`}
              </span>
              <span className="upload-actions">
                {file.state === 'clean' && (
                  <Button
                    size="small"
                    icon={<EyeOutlined />}
                    onClick={() => open(file)}
                    aria-label={`查看 ${file.name}`}
                  >
                    查看
                  </Button>
                )}
                {!disabled && (
                  <Button
                    size="small"
                    icon={<DeleteOutlined />}
                    onClick={() => remove(file)}
                    aria-label={`删除 ${file.name}`}
                  >
                    删除
                  </Button>
                )}
              </span>
            </li>
          ))}
          {sending.map((item) => (
            <li key={item.key} className={item.problem ? 'upload-refused' : 'upload-scanning'}>
              <span className="upload-mark">{item.problem ? <WarningFilled /> : <ClockCircleOutlined />}</span>
              <span className="upload-name">{item.file.name}</span>
              <span className="upload-state" role={item.problem ? 'alert' : undefined}>
                {item.problem ?? (
                  <Progress percent={item.percent} size="small" aria-label={`正在上传 ${item.file.name}`} />
                )}
              </span>
              <span className="upload-actions">
                {item.problem && item.again && (
                  <Button size="small" icon={<RedoOutlined />} onClick={() => retry(item)}>
                    重试
                  </Button>
                )}
                {item.problem && (
                  <Button size="small" icon={<DeleteOutlined />} onClick={() => drop(item.key)}>
                    移除
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
