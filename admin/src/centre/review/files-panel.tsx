import { FileTextOutlined } from '@ant-design/icons';
import { type ReviewCase, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { useState } from 'react';
import { asApiError, call } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { openInTab } from '../../app/files';
import { useRead } from '../../app/query';
import { EmptyHint, Panel } from '../../app/ui';

const size = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1_024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

/** Uploaded materials (申请材料) of a case; opening one asks for a fresh address, and is written down. */
export function FilesPanel({ review }: { review: ReviewCase }) {
  const { message } = App.useApp();
  const { id } = review.case;
  const wanted = review.case.steps.some((step) => step.kind === 'materials');
  const [opening, setOpening] = useState<string | null>(null);
  const files = useRead(['case-files', id], routes.review.files, { params: { id } }, { enabled: wanted });
  if (!wanted) return null;
  const open = (fileId: string): void => {
    setOpening(fileId);
    openInTab(async () => {
      const { items } = await call(routes.review.files, { params: { id } });
      return items.find((file) => file.id === fileId)?.url ?? '';
    })
      .catch((error) => message.error(asApiError(error).message))
      .finally(() => setOpening(null));
  };
  const items = files.data?.items ?? [];
  return (
    <Panel title="申请材料">
      <CommandFault error={files.error} />
      {files.data && items.length === 0 && <EmptyHint title="还没有上传材料" />}
      <ul className="material-list" data-testid="case-files">
        {items.map((file) => (
          <li key={file.id}>
            <span className="grow">
              <strong>{file.slotName}</strong>
              <small className="block soft">
                {file.name} · {size(file.sizeBytes)}
              </small>
            </span>
            <Button
              icon={<FileTextOutlined />}
              loading={opening === file.id}
              onClick={() => open(file.id)}
              aria-label={`打开 ${file.slotName} ${file.name}`}
            >
              打开
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
