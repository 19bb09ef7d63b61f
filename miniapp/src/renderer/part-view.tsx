import { View } from '@tarojs/components';
import {
  applies,
  type Business,
  type FieldDeclaration,
  mayBeKnown,
  type PartyView,
  partyOf,
  type TypedValues,
} from '@zhucheng/shared';
import { type Faults, faultAt } from '@/core/faults';
import { Card } from '@/ui';
import { ContactsEditor } from './contacts-editor';
import { FieldInput } from './field-input';
import { UploadList } from './materials/upload-list';
import { PartyEditor } from './party-editor';
import type { Part } from './values';

interface Props {
  business: Business;
  part: Part;
  values: TypedValues;
  faults: Faults;
  /** Of the case, where there is one already. */
  parties?: readonly PartyView[];
  /** `path` is what was changed. */
  onChange(values: TypedValues, path: string): void;
}

const dateBefore = (field: FieldDeclaration, values: TypedValues): string | undefined =>
  field.kind === 'date' && field.after && typeof values[field.after] === 'string'
    ? (values[field.after] as string)
    : undefined;

/** One group of questions of a step. */
export function PartView({ business, part, values, faults, parties = [], onChange }: Props) {
  if (part.kind === 'material') {
    const { item } = part;
    const path = `files.${item.id}`;
    return (
      <UploadList
        key={item.id}
        id={`material-${item.id}`}
        name={item.name}
        hint={item.hint}
        optional={!item.required}
        max={item.max}
        value={values.files?.[item.id] ?? []}
        error={faultAt(faults, path) ?? faults.files}
        onChange={(ids) => onChange({ ...values, files: { ...values.files, [item.id]: ids } }, path)}
      />
    );
  }
  if (part.kind === 'fields') {
    const fields = part.fields.filter((field) => applies(field, values));
    if (fields.length === 0) return null;
    return (
      <Card>
        {fields.map((field) => (
          <FieldInput
            key={field.id}
            field={field}
            value={values[field.id]}
            after={dateBefore(field, values)}
            error={faultAt(faults, field.id)}
            onChange={(value) => onChange({ ...values, [field.id]: value }, field.id)}
          />
        ))}
      </Card>
    );
  }
  const declared = business.parties[part.role];
  if (!declared) return null;
  if (part.kind === 'contacts') {
    return (
      <ContactsEditor
        role={part.role}
        declared={declared}
        people={parties.filter((party) => party.role === part.role)}
        phones={values.contacts?.[part.role] ?? []}
        faults={faults}
        onChange={(phones) =>
          onChange({ ...values, contacts: { ...values.contacts, [part.role]: phones } }, 'contacts')
        }
      />
    );
  }
  return (
    <View>
      {mayBeKnown(business, part.role) && (
        <View className="lead">{`已办理预告登记的，${declared.name}会自动带出，不用再填。`}</View>
      )}
      <PartyEditor
        role={part.role}
        declared={declared}
        party={partyOf(values, part.role)}
        faults={faults}
        onChange={(party) => onChange({ ...values, parties: { ...values.parties, [part.role]: party } }, 'parties')}
      />
    </View>
  );
}
