import { View } from '@tarojs/components';
import {
  identityNumber,
  type PartyDeclaration,
  personName,
  shareOfText,
  type TypedMember,
  type TypedParty,
  textOfShare,
} from '@zhucheng/shared';
import { useState } from 'react';
import { type Faults, faultAt } from '@/core/faults';
import { sure } from '@/core/outside';
import { a11y, Banner, Button, Card, ChoiceField, TextField } from '@/ui';
import { ownershipOptions } from './labels';
import { MemberSheet } from './member-sheet';

interface Props {
  role: string;
  declared: PartyDeclaration;
  party: TypedParty;
  faults: Faults;
  onChange(party: TypedParty): void;
}

function ShareField({
  id,
  label,
  member,
  error,
  onChange,
}: {
  id: string;
  label: string;
  member: TypedMember;
  error?: string;
  onChange(share: TypedMember['share']): void;
}) {
  const [text, setText] = useState(textOfShare(member.share));
  return (
    <TextField
      id={id}
      label={label}
      hint="写成 1/2 或 50%"
      maxLength={20}
      value={text}
      error={error}
      onChange={(next) => {
        setText(next);
        onChange(shareOfText(next));
      }}
    />
  );
}

/** People of one role: added, edited and removed one by one; then how they own together. */
export function PartyEditor({ role, declared, party, faults, onChange }: Props) {
  const [editing, setEditing] = useState<number>();
  const { members } = party;
  const at = `parties.${role}`;
  const save = (member: TypedMember) => {
    const next = [...members];
    next[editing ?? members.length] = member;
    onChange({ ...party, members: next });
    setEditing(undefined);
  };
  const remove = async (index: number) => {
    const name = members[index]?.name ?? '';
    if (await sure('删除', `要删除${declared.name}${name}吗？`, '删除'))
      onChange({ ...party, members: members.filter((_, other) => other !== index) });
  };
  const setShare = (index: number, share: TypedMember['share']) =>
    onChange({ ...party, members: members.map((member, other) => (other === index ? { ...member, share } : member)) });
  const inside = (index: number): Faults =>
    Object.fromEntries(
      (['name', 'idNumber', 'phone'] as const)
        .map((part) => [part, faults[`${at}.members.${index}.${part}`]])
        .filter(([, message]) => message),
    );
  const general = faults[at] ?? faults[`${at}.members`] ?? faults.parties;
  return (
    <>
      <Card title={declared.name}>
        <View id={`party-${role}`}>
          {members.length === 0 && <View className="lead">{`把每一位${declared.name}都加进来。`}</View>}
          {members.map((member, index) => (
            <View className="person" key={member.idNumber} id={`party-${role}-${index}`}>
              <View className="person__main">
                <View className="person__name">{personName.normalise(member.name)}</View>
                <View className="small">{identityNumber.mask(member.idNumber)}</View>
                {Object.values(inside(index)).map((message) => (
                  <View className="field__error" key={message} {...a11y({ role: 'alert' })}>
                    {message}
                  </View>
                ))}
              </View>
              <Button
                id={`member-edit-${index}`}
                kind="text"
                label={`修改${member.name}`}
                onTap={() => setEditing(index)}
              >
                修改
              </Button>
              <Button
                id={`member-remove-${index}`}
                kind="text"
                label={`删除${member.name}`}
                onTap={() => remove(index)}
              >
                删除
              </Button>
            </View>
          ))}
          {general && <Banner kind="error">{general}</Banner>}
          {members.length < declared.max && (
            <Button id="party-add" kind="quiet" onTap={() => setEditing(members.length)}>
              {members.length === 0 ? `添加${declared.name}` : `再加一位${declared.name}`}
            </Button>
          )}
        </View>
      </Card>
      {declared.shares && members.length > 1 && (
        <Card>
          <ChoiceField
            id={`party-${role}-ownership`}
            label="共有方式"
            hint={`${members.length} 个人怎样共同拥有这处房屋`}
            options={ownershipOptions}
            value={party.coOwnership}
            error={
              faults[`${at}.coOwnership`] ?? (party.coOwnership ? undefined : faultAt(faults, `${at}.coOwnership`))
            }
            onChange={(value) => onChange({ ...party, coOwnership: value as TypedParty['coOwnership'] })}
          />
          {party.coOwnership === 'shares' &&
            members.map((member, index) => (
              <ShareField
                key={member.idNumber}
                id={`member-share-${index}`}
                label={`${member.name}的份额`}
                member={member}
                error={faultAt(faults, `${at}.members.${index}.share`)}
                onChange={(share) => setShare(index, share)}
              />
            ))}
        </Card>
      )}
      {editing !== undefined && (
        <MemberSheet
          title={members[editing] ? `修改${declared.name}` : `添加${declared.name}`}
          member={members[editing] ?? { name: '', idNumber: '', phone: '' }}
          faults={inside(editing)}
          onSave={save}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}
