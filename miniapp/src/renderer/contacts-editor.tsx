import { type PartyDeclaration, type PartyView, phone as phoneRule, typingRoom } from '@zhucheng/shared';
import { type Faults, faultAt } from '@/core/faults';
import { Button, Card, TextField } from '@/ui';

interface Props {
  role: string;
  declared: PartyDeclaration;
  /** People of this role the register knows. */
  people: readonly PartyView[];
  phones: readonly string[];
  faults: Faults;
  onChange(phones: string[]): void;
}

/** Phone numbers of people the register names, so that they can be asked. */
export function ContactsEditor({ role, declared, people, phones, faults, onChange }: Props) {
  const count = Math.max(1, people.length, phones.length);
  const change = (index: number, phone: string) =>
    onChange(Array.from({ length: count }, (_, at) => (at === index ? phone : (phones[at] ?? ''))));
  return (
    <Card title={`${declared.name}的手机号`}>
      {Array.from({ length: count }, (_, index) => {
        const name = people[index]?.name ?? (count > 1 ? `第 ${index + 1} 位${declared.name}` : declared.name);
        return (
          <TextField
            key={`${role}-${people[index]?.id ?? index}`}
            id={`contact-${role}-${index}`}
            label={`${name}的手机号`}
            hint="会发短信请他（她）本人确认"
            keyboard="phone"
            maxLength={typingRoom(phoneRule)}
            value={phones[index] ?? ''}
            error={
              faultAt(faults, `contacts.${role}.${index}`) ?? (index === 0 ? faults[`contacts.${role}`] : undefined)
            }
            onChange={(phone) => change(index, phone)}
          />
        );
      })}
      {people.length === 0 && count < declared.max && (
        <Button kind="text" onTap={() => onChange([...phones, ''])}>
          {`再加一位${declared.name}的手机号`}
        </Button>
      )}
    </Card>
  );
}
