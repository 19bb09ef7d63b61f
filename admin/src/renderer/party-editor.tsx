import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import {
  type CoOwnership,
  coOwnerships,
  documentRoom,
  type PartyDeclaration,
  phone as phoneRule,
  shareOfText,
  type TypedMember,
  type TypedParty,
  textOfShare,
  typingRoom,
} from '@zhucheng/shared';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { DocumentInput } from './document-input';
import { type Faults, faultAt } from './faults';

const newMember = (): TypedMember => ({ key: crypto.randomUUID(), name: '', idNumber: '', phone: '' });

interface Props {
  role: string;
  declared: PartyDeclaration;
  party: TypedParty | undefined;
  faults: Faults;
  onChange(party: TypedParty): void;
}

type Column = 'name' | 'idNumber' | 'phone';
const columns: Array<{ id: Column; name: string; hint: string; most: number }> = [
  { id: 'name', name: '姓名', hint: '与证件一致', most: 60 },
  { id: 'idNumber', name: '身份证号', hint: '其他证件先选种类', most: documentRoom },
  { id: 'phone', name: '手机号', hint: '短信通知本人授权', most: typingRoom(phoneRule) },
];
/** How several people can own together; a single one owns alone. */
const together = (Object.entries(coOwnerships) as Array<[CoOwnership, string]>).filter(([form]) => form !== 'sole');

/** The people of one role, a row each; how they own together is asked once there are two. */
export function PartyEditor({ role, declared, party, faults, onChange }: Props) {
  const [first] = useState(newMember);
  const members = party?.members.length ? party.members : [first];
  const at = `parties.${role}`;
  const byShares = declared.shares && members.length > 1 && party?.coOwnership === 'shares';
  const put = (next: TypedMember[]): void => onChange({ ...party, members: next });
  const set = (index: number, part: Partial<TypedMember>): void =>
    put(members.map((member, other) => (other === index ? { ...member, ...part } : member)));
  const general = faults[at] ?? faults[`${at}.members`] ?? faults.parties;
  const formFault = faults[`${at}.coOwnership`];
  return (
    <fieldset className="party-editor field" data-testid={`party-${role}`}>
      <legend>{declared.name}</legend>
      <div className={byShares ? 'party-grid with-share' : 'party-grid'}>
        <div className="party-heads" aria-hidden="true">
          {columns.map((column) => (
            <span key={column.id}>
              {column.name} <small>{column.hint}</small>
            </span>
          ))}
          {byShares && (
            <span>
              份额 <small>1/2 或 50%</small>
            </span>
          )}
        </div>
        {members.map((member, index) => (
          <div className="party-line" key={member.key ?? index}>
            {columns.map((column) => {
              const fault = faultAt(faults, `${at}.members.${index}.${column.id}`);
              return (
                <div key={column.id}>
                  {column.id === 'idNumber' ? (
                    <DocumentInput
                      label={`第 ${index + 1} 位${declared.name}的${column.name}`}
                      whose={`第 ${index + 1} 位${declared.name}的`}
                      value={member.idNumber}
                      fault={fault !== undefined}
                      onChange={(idNumber) => set(index, { idNumber })}
                      testId={`member-${index}-idNumber`}
                      asked
                    />
                  ) : (
                    <Input
                      aria-label={`第 ${index + 1} 位${declared.name}的${column.name}`}
                      className={column.id === 'name' ? '' : 'mono'}
                      maxLength={column.most}
                      autoComplete="off"
                      value={member[column.id]}
                      {...(fault ? { status: 'error' } : {})}
                      onChange={(event) => set(index, { [column.id]: event.target.value })}
                      data-testid={`member-${index}-${column.id}`}
                    />
                  )}
                  {fault && (
                    <p className="field-fault" role="alert">
                      {fault}
                    </p>
                  )}
                </div>
              );
            })}
            {byShares && (
              <ShareInput
                label={`第 ${index + 1} 位${declared.name}的份额`}
                share={member.share}
                fault={faultAt(faults, `${at}.members.${index}.share`)}
                onChange={(share) => set(index, { share: share ?? '' })}
              />
            )}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`删除第 ${index + 1} 位${declared.name}`}
              disabled={members.length === 1}
              onClick={() => put(members.filter((_, other) => other !== index))}
            />
          </div>
        ))}
      </div>
      {general && (
        <p className="field-fault" role="alert">
          {general}
        </p>
      )}
      {members.length < declared.max && (
        <Button type="dashed" icon={<PlusOutlined />} onClick={() => put([...members, newMember()])}>
          再加一位{declared.name}
        </Button>
      )}
      {declared.shares && members.length > 1 && (
        <div className="co-ownership">
          <span id={`${role}-co-ownership`}>共有方式</span>
          <Radio.Group
            aria-labelledby={`${role}-co-ownership`}
            value={party?.coOwnership}
            onChange={(event) => onChange({ ...party, members, coOwnership: event.target.value as CoOwnership })}
            options={together.map(([value, label]) => ({ value, label }))}
          />
          {formFault && (
            <p className="field-fault" role="alert">
              {formFault}
            </p>
          )}
        </div>
      )}
    </fieldset>
  );
}

function ShareInput(props: {
  label: string;
  share: TypedMember['share'];
  fault: string | undefined;
  onChange(share: TypedMember['share']): void;
}) {
  const { share, fault } = props;
  const [text, setText] = useState(textOfShare(share));
  return (
    <div>
      <Input
        aria-label={props.label}
        maxLength={20}
        value={text}
        {...(fault ? { status: 'error' } : {})}
        onChange={(event) => {
          setText(event.target.value);
          props.onChange(shareOfText(event.target.value));
        }}
      />
      {fault && (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
