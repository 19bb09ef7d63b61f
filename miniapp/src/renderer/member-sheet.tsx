import { enteredMember, phone as phoneRule, type TypedMember, typingRoom } from '@zhucheng/shared';
import { useState } from 'react';
import { type Faults, faultsOf } from '@/core/faults';
import { Button, Sheet, TextField } from '@/ui';
import { DocumentField } from './document-field';

interface Props {
  title: string;
  member: TypedMember;
  faults: Faults;
  onSave(member: TypedMember): void;
  onClose(): void;
}

/** One person: name, ID and phone, checked before it is kept. */
export function MemberSheet({ title, member, faults: known, onSave, onClose }: Props) {
  const [typed, setTyped] = useState(member);
  const [faults, setFaults] = useState<Faults>(known);
  const change = (part: Partial<TypedMember>) => {
    setTyped({ ...typed, ...part });
    const left = { ...faults };
    for (const name of Object.keys(part)) delete left[name];
    setFaults(left);
  };
  const save = () => {
    const { name, idNumber, phone } = typed;
    const checked = enteredMember.safeParse({ name, idNumber, phone });
    if (!checked.success) return setFaults(faultsOf(checked.error));
    onSave({ ...typed, ...checked.data });
  };
  return (
    <Sheet
      open
      title={title}
      onClose={onClose}
      actions={
        <Button id="member-save" onTap={save}>
          保存
        </Button>
      }
    >
      <TextField
        id="member-name"
        label="姓名"
        hint="与证件上一致"
        value={typed.name}
        error={faults.name}
        onChange={(name) => change({ name })}
      />
      <DocumentField
        id="member-id"
        value={typed.idNumber}
        error={faults.idNumber}
        onChange={(idNumber) => change({ idNumber })}
      />
      <TextField
        id="member-phone"
        label="手机号"
        hint="会发短信请他（她）本人确认"
        keyboard="phone"
        maxLength={typingRoom(phoneRule)}
        value={typed.phone}
        error={faults.phone}
        onChange={(phone) => change({ phone })}
      />
    </Sheet>
  );
}
