import type { Business } from '@zhucheng/shared';
import { type Faults, faultAt } from '@/core/faults';
import { Card } from '@/ui';
import { FieldInput } from './field-input';
import { PartyEditor } from './party-editor';
import { applies, type Part, partyOf, type Values } from './values';

interface Props {
  business: Business;
  part: Part;
  values: Values;
  faults: Faults;
  /** `path` is what was changed. */
  onChange(values: Values, path: string): void;
}

/** One group of questions of a step. */
export function PartView({ business, part, values, faults, onChange }: Props) {
  if (part.kind === 'party') {
    const declared = business.parties[part.role];
    if (!declared) return null;
    return (
      <PartyEditor
        role={part.role}
        declared={declared}
        party={partyOf(values, part.role)}
        faults={faults}
        onChange={(party) => onChange({ ...values, parties: { ...values.parties, [part.role]: party } }, 'parties')}
      />
    );
  }
  const fields = part.fields.filter((field) => applies(field, values));
  return (
    <Card>
      {fields.map((field) => (
        <FieldInput
          key={field.id}
          field={field}
          value={values[field.id]}
          error={faultAt(faults, field.id)}
          onChange={(value) => onChange({ ...values, [field.id]: value }, field.id)}
        />
      ))}
    </Card>
  );
}
