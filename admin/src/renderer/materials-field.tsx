import { useQueries } from '@tanstack/react-query';
import { type FileView, routes, type StepDeclaration } from '@zhucheng/shared';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { call } from '../app/api';
import { Upload } from './upload';

export type MaterialItem = Extract<StepDeclaration, { kind: 'materials' }>['items'][number];

interface Props {
  items: readonly MaterialItem[];
  /** File ids by item. */
  value: Record<string, string[]>;
  onChange(value: Record<string, string[]>): void;
  /** Faults by item. */
  faults?: Record<string, string | undefined>;
}

/** Documents to upload (申请材料), several files for each; those saved earlier are read again by their ids. */
export function MaterialsField({ items, value, onChange, faults = {} }: Props) {
  const [sent, setSent] = useState<Record<string, FileView>>({});
  const saved = Object.values(value)
    .flat()
    .filter((id) => !sent[id]);
  const read = useQueries({
    queries: saved.map((id) => ({
      queryKey: ['file', id],
      queryFn: () => call(routes.files.state, { params: { id } }),
    })),
  });
  if (read.some((query) => query.isPending)) return <Skeleton active paragraph={{ rows: 2 }} />;
  const known: Record<string, FileView> = { ...sent };
  for (const { data } of read) if (data) known[data.id] = data;
  return (
    <ul className="materials">
      {items.map((item) => {
        const files = (value[item.id] ?? []).map((id) => known[id]).filter((file) => file !== undefined);
        const fault = faults[item.id];
        return (
          <li key={item.id} className="field">
            <span className="field-name">
              {item.name}
              {!item.required && <span className="field-optional">（没有可以不传）</span>}
              {item.hint && <span className="field-optional"> {item.hint}</span>}
            </span>
            <Upload
              label={item.name}
              value={files}
              max={item.max}
              onChange={(next) => {
                setSent((before) => ({ ...before, ...Object.fromEntries(next.map((file) => [file.id, file])) }));
                onChange({ ...value, [item.id]: next.map((file) => file.id) });
              }}
              testId={`material-${item.id}`}
            />
            {fault && (
              <p className="field-fault" role="alert">
                {fault}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
