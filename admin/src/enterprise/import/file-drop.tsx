import { FileExcelOutlined, InboxOutlined } from '@ant-design/icons';
import { errorCatalogue, sheetLimitBytes } from '@zhucheng/shared';
import { Button, Progress } from 'antd';
import { type DragEvent, useId, useRef, useState } from 'react';

interface Props {
  /** Name of the file that was chosen last. */
  name: string | null;
  /** 0–100 while it is on its way; 100 while it is being checked. */
  percent: number | null;
  onFile(file: File): void;
}

/** Why a file is refused before it is sent; null if nothing stands against it. */
export function fileProblem(file: File): string | null {
  if (!/\.xlsx$/i.test(file.name)) return '只能上传 .xlsx 表格。其他格式请用表格软件“另存为” .xlsx 后再上传。';
  if (file.size === 0) return errorCatalogue.FILE_EMPTY.message;
  return file.size > sheetLimitBytes ? errorCatalogue.SHEET_TOO_LARGE.message : null;
}

/** One spreadsheet, dropped or chosen. */
export function FileDrop({ name, percent, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const busy = percent !== null;
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (!file || busy) return;
    const fault = files.length > 1 ? errorCatalogue.FILE_NOT_ONE.message : fileProblem(file);
    setProblem(fault);
    if (!fault) onFile(file);
  };
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <section
      className={over ? 'file-drop over' : 'file-drop'}
      aria-label="上传填好的表格"
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
      data-testid="import-drop"
    >
      {busy ? (
        <div className="file-drop-progress" role="status">
          <Progress percent={percent} status="active" aria-label="上传进度" />
          <p>{percent < 100 ? '正在上传…' : '正在逐行核对…'}</p>
        </div>
      ) : (
        <>
          {name ? <FileExcelOutlined className="file-drop-icon" /> : <InboxOutlined className="file-drop-icon" />}
          <div>
            <p className="file-drop-title">{name ?? '把填好的表格拖到这里'}</p>
            <p className="soft" id={hint}>
              .xlsx，最大 5 MB、10,000 行。上传后先核对，不会直接写入。
            </p>
          </div>
          <Button
            size="large"
            type={name ? 'default' : 'primary'}
            onClick={() => input.current?.click()}
            aria-describedby={hint}
            data-testid="import-choose"
          >
            {name ? '换一份表格' : '选择表格'}
          </Button>
          <input
            ref={input}
            className="sr-only"
            type="file"
            accept=".xlsx"
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => {
              take(event.target.files);
              // Emptied, because browsers fire no change event when the same file name is chosen again.
              event.target.value = '';
            }}
            data-testid="import-file"
          />
        </>
      )}
      {problem && (
        <p className="field-fault" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
