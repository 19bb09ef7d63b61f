import { DeleteOutlined, PaperClipOutlined, UploadOutlined } from '@ant-design/icons';
import type { StepDeclaration } from '@zhucheng/shared';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { asApiError } from '../app/api';
import { raw } from '../app/files';

export type MaterialItem = Extract<StepDeclaration, { kind: 'materials' }>['items'][number];

interface Props {
  items: readonly MaterialItem[];
  /** File ids by item. */
  value: Record<string, string[]>;
  onChange(value: Record<string, string[]>): void;
  /** Faults by item. */
  faults?: Record<string, string | undefined>;
}

async function send(file: File): Promise<string> {
  const response = await raw('/api/files', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(file.name) },
    body: file,
  });
  return ((await response.json()) as { id: string }).id;
}

/** Documents to upload (申请材料), several files for each. */
export function MaterialsField({ items, value, onChange, faults = {} }: Props) {
  const [names, setNames] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const add = async (item: MaterialItem, files: File[]): Promise<void> => {
    setBusy(item.id);
    setRefused((before) => ({ ...before, [item.id]: '' }));
    const added: string[] = [];
    try {
      for (const file of files.slice(0, item.max - (value[item.id]?.length ?? 0))) {
        const id = await send(file);
        added.push(id);
        setNames((before) => ({ ...before, [id]: file.name }));
      }
    } catch (error) {
      setRefused((before) => ({ ...before, [item.id]: asApiError(error).message }));
    }
    setBusy(null);
    if (added.length > 0) onChange({ ...value, [item.id]: [...(value[item.id] ?? []), ...added] });
  };
  return (
    <ul className="materials">
      {items.map((item) => (
        <Material
          key={item.id}
          item={item}
          files={value[item.id] ?? []}
          names={names}
          busy={busy === item.id}
          fault={refused[item.id] || faults[item.id]}
          onAdd={(files) => void add(item, files)}
          onRemove={(id) => onChange({ ...value, [item.id]: (value[item.id] ?? []).filter((other) => other !== id) })}
        />
      ))}
    </ul>
  );
}

function Material(props: {
  item: MaterialItem;
  files: string[];
  names: Record<string, string>;
  busy: boolean;
  fault: string | undefined;
  onAdd(files: File[]): void;
  onRemove(id: string): void;
}) {
  const { item, files, fault } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <li className="field" data-testid={`material-${item.id}`}>
      <span className="field-name">
        {item.name}
        {!item.required && <span className="field-optional">（没有可以不传）</span>}
      </span>
      <div className="material-files">
        {files.map((id, index) => (
          <span key={id} className="material-file">
            <PaperClipOutlined /> {props.names[id] ?? `已上传的第 ${index + 1} 份`}
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`删除${item.name}第 ${index + 1} 份`}
              onClick={() => props.onRemove(id)}
            />
          </span>
        ))}
        {files.length < item.max && (
          <Button icon={<UploadOutlined />} loading={props.busy} onClick={() => input.current?.click()}>
            {files.length ? '再传一份' : '上传'}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          multiple={item.max > 1}
          accept="image/*,application/pdf"
          aria-label={item.name}
          onChange={(event) => {
            props.onAdd([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      {fault ? (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      ) : (
        item.hint && <p className="field-hint">{item.hint}</p>
      )}
    </li>
  );
}
