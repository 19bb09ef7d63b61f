import { Card, Failed, Skeleton } from '@/ui';
import { Upload } from '@/ui/upload';
import { remember, useFiles } from './files';

interface Props {
  id: string;
  name: string;
  hint?: string;
  optional: boolean;
  /** Ids of the files. */
  value: readonly string[];
  max: number;
  error?: string;
  onChange(ids: string[]): void;
}

/** One material: its files, and the way to add more. */
export function UploadList({ id, name, hint, optional, value, max, error, onChange }: Props) {
  const { files, error: failed, reload } = useFiles(value);
  if (!files) return failed ? <Failed error={failed} onRetry={reload} /> : <Skeleton rows={2} />;
  return (
    <Card>
      <Upload
        id={id}
        label={name}
        hint={[optional && '没有可以不传', hint, '可拍照或选 PDF，每份不超过 20 MB']
          .filter(Boolean)
          .map((one) => `${one}。`)
          .join('')}
        error={error}
        max={max}
        value={files}
        onChange={(next) => {
          remember(next);
          onChange(next.map((file) => file.id));
        }}
      />
    </Card>
  );
}
