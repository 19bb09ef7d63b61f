import { useState } from 'react';
import { useSubmit } from '@/core/use-submit';
import { Button } from './button';
import { Failed } from './failed';
import { AreaField } from './field/area-field';
import { Sheet } from './sheet';

interface Props {
  id: string;
  open: boolean;
  title: string;
  label: string;
  confirm: string;
  /** What follows, said before it happens. */
  note: string;
  onClose(): void;
  onConfirm(reason: string): Promise<void>;
}

/** Asks why, then does what cannot be taken back. */
export function ReasonSheet({ id, open, title, label, confirm, note, onClose, onConfirm }: Props) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { submit, busy, error } = useSubmit(async () => {
    if (reason.trim() === '') return setMissing(true);
    await onConfirm(reason.trim());
  });
  return (
    <Sheet
      open={open}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button id={`${id}-confirm`} kind="danger" busy={busy} onTap={submit}>
            {confirm}
          </Button>
          <Button kind="quiet" disabled={busy} onTap={onClose}>
            再想想
          </Button>
        </>
      }
    >
      <Failed error={error} />
      <AreaField
        id={`${id}-reason`}
        label={label}
        hint={note}
        maxLength={200}
        value={reason}
        error={missing && reason.trim() === '' ? '请写明原因。' : undefined}
        onChange={setReason}
      />
    </Sheet>
  );
}
