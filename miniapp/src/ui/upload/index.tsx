import { View } from '@tarojs/components';
import { type FileView, fileStates, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { sentence } from '@/core/failure';
import { openFile, sure } from '@/core/outside';
import type { UploadSource } from '@/core/platform/types';
import { upload as host } from '@/core/platform/upload';
import { Button } from '../button';
import { Field, type FieldProps } from '../field/field';
import { Sheet } from '../sheet';
import { UploadItem } from './upload-item';
import { useUploads } from './use-uploads';

const SOURCES: Record<UploadSource, string> = {
  camera: '拍照',
  album: '从相册选',
  chat: process.env.TARO_ENV === 'h5' ? '选文件（PDF 或图片）' : '从聊天记录选文件',
};

const HINT = host.sources.includes('chat')
  ? '可拍照或选 PDF，每份不超过 20 MB。'
  : '请拍照或从相册选，每份不超过 20 MB。PDF 请在微信或电脑上传。';

interface Props extends FieldProps {
  value: readonly FileView[];
  onChange(files: FileView[]): void;
  /** Most files; 9 unless given. */
  max?: number;
}

/** 3.2 MB, 480 KB */
const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

/** Photos and files for one material: choose, watch them arrive, look at them, take them away, try again. */
export function Upload({ value, onChange, max = 9, ...field }: Props) {
  const { sending, add, retry, drop, remove } = useUploads(value, onChange);
  const [choosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState('');
  const left = max - value.length - sending.length;
  const off = field.disabled;

  async function choose(source: UploadSource) {
    setChoosing(false);
    setProblem('');
    try {
      add((await host.choose(source, left)).slice(0, left));
    } catch {
      setProblem('没有打开相机或相册，请在手机设置里允许使用后再试。');
    }
  }
  async function look(file: FileView) {
    try {
      const { url } = await call(routes.files.link, { params: { id: file.id } });
      await openFile(url, file.kind === 'pdf' ? 'pdf' : 'picture');
    } catch (error) {
      setProblem(sentence(error));
    }
  }
  async function ask(file: FileView) {
    if (await sure('删除这份材料？', `“${file.name}”删除后需要重新上传。`, '删除')) remove(file);
  }

  const words = value.length + sending.length === 0 ? '拍照或选择文件' : '再添加一份';
  const below = `已有 ${value.length} 份，最多 ${max} 份`;
  return (
    <Field
      {...field}
      hint={field.hint ?? HINT}
      error={problem || field.error}
      below={value.length > 0 ? below : undefined}
    >
      <View className="upload">
        {value.map((file) => (
          <UploadItem
            key={file.id}
            name={file.name}
            icon={file.state === 'refused' ? 'alert-coral' : file.state === 'clean' ? 'check-green' : 'wait'}
            state={file.problem ?? `${fileStates[file.state]} · ${sizeText(file.size)}`}
            wrong={file.state === 'refused'}
            actions={
              <>
                {file.state === 'clean' && (
                  <Button kind="text" label={`查看 ${file.name}`} onTap={() => void look(file)}>
                    查看
                  </Button>
                )}
                {!off && (
                  <Button kind="text" label={`删除 ${file.name}`} onTap={() => void ask(file)}>
                    删除
                  </Button>
                )}
              </>
            }
          />
        ))}
        {sending.map((item, index) => (
          <UploadItem
            key={item.key}
            name={item.chosen.name || `照片 ${value.length + index + 1}`}
            icon={item.problem ? 'alert-coral' : 'wait'}
            state={item.problem ?? (item.percent > 0 ? `正在上传 ${item.percent}%` : '等待上传')}
            wrong={item.problem !== undefined}
            {...(item.problem ? {} : { percent: item.percent })}
            actions={
              item.problem && (
                <>
                  {item.again && (
                    <Button kind="text" onTap={() => retry(item)}>
                      重试
                    </Button>
                  )}
                  <Button kind="text" onTap={() => drop(item.key)}>
                    移除
                  </Button>
                </>
              )
            }
          />
        ))}
        {!off && left > 0 && (
          <Button kind="quiet" label={`上传${field.label}：${words}`} onTap={() => setChoosing(true)}>
            {words}
          </Button>
        )}
      </View>
      <Sheet
        open={choosing}
        title={`上传${field.label}`}
        onClose={() => setChoosing(false)}
        actions={host.sources.map((source) => (
          <Button key={source} kind="quiet" onTap={() => void choose(source)}>
            {SOURCES[source]}
          </Button>
        ))}
      />
    </Field>
  );
}
