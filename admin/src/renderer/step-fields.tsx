import {
  applies,
  type Business,
  type InputStep,
  type PartyView,
  phone as phoneRule,
  type TypedValues,
  typingRoom,
} from '@zhucheng/shared';
import { Checkbox, Input } from 'antd';
import { type Faults, faultAt } from './faults';
import { Field } from './field';
import { FieldInput } from './field-input';
import { MaterialsField } from './materials-field';
import { PartyEditor } from './party-editor';
import type { StepFormState } from './use-step-form';

interface Props {
  business: Business;
  step: InputStep;
  form: StepFormState;
  /** Parties of the case, for those known from the register. */
  parties?: readonly PartyView[];
  /** Roles whose parties the register already names: no inputs for them. */
  known?: readonly string[];
}

/** Everything a step asks for, from its declaration. */
export function StepFields({ business, step, form, parties = [], known = [] }: Props) {
  const { values, faults, change } = form;
  return (
    <div className="step-fields">
      {step.kind === 'form' &&
        step.parties.map((role) =>
          known.includes(role) ? (
            <KnownParty key={role} name={business.parties[role]?.name ?? role} of={ofRole(parties, role)} />
          ) : (
            <PartyEditor
              key={role}
              role={role}
              declared={business.parties[role]!}
              party={values.parties?.[role]}
              faults={faults}
              onChange={(party) =>
                change({ ...values, parties: { ...values.parties, [role]: party } }, `parties.${role}`)
              }
            />
          ),
        )}
      {step.kind === 'form' &&
        step.contacts.map((role) => (
          <Contacts
            key={role}
            role={role}
            people={ofRole(parties, role)}
            values={values}
            faults={faults}
            onChange={(phones) =>
              change({ ...values, contacts: { ...values.contacts, [role]: phones } }, `contacts.${role}`)
            }
          />
        ))}
      {step.fields
        .filter((field) => applies(field, values))
        .map((field) => (
          <FieldInput
            key={field.id}
            field={field}
            value={values[field.id]}
            fault={faultAt(faults, field.id)}
            onChange={(value) => change({ ...values, [field.id]: value }, field.id)}
            onLeave={() => form.leave(field.id)}
          />
        ))}
      {step.kind === 'materials' && (
        <div className="field wide">
          <MaterialsField
            items={step.items}
            value={values.files ?? {}}
            onChange={(files) => change({ ...values, files }, 'files')}
            faults={Object.fromEntries(step.items.map((item) => [item.id, faultAt(faults, `files.${item.id}`)]))}
          />
        </div>
      )}
      {step.kind === 'verify' && step.declare.length > 0 && (
        <div className="field wide" data-testid="field-declared">
          <ul className="agrees-to">
            {step.declare.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <Checkbox
            checked={values.declared === true}
            onChange={(event) => change({ ...values, declared: event.target.checked }, 'declared')}
          >
            我已阅读并确认以上声明
          </Checkbox>
          {faults.declared && (
            <p className="field-fault" role="alert">
              {faults.declared}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

const ofRole = (parties: readonly PartyView[], role: string): PartyView[] =>
  parties.filter((party) => party.role === role);

function KnownParty({ name, of }: { name: string; of: PartyView[] }) {
  return (
    <div className="field wide known-party">
      <span className="field-name">{name}</span>
      <p>
        {of.map((party) => party.name).join('、')}
        <span className="soft"> 按登记簿上的预告登记带出，不用填写。</span>
      </p>
    </div>
  );
}

function Contacts(props: {
  role: string;
  people: PartyView[];
  values: TypedValues;
  faults: Faults;
  onChange(phones: string[]): void;
}) {
  const { role, people } = props;
  const phones = props.values.contacts?.[role] ?? [];
  const general = props.faults[`contacts.${role}`] ?? props.faults.contacts;
  return (
    <>
      {people.map((person, index) => (
        <Field
          key={person.id}
          id={`contact-${role}-${index}`}
          label={`${person.roleName}${person.name}的手机号`}
          hint={person.phoneMasked ? `现有 ${person.phoneMasked}` : '用来通知本人授权'}
          fault={faultAt(props.faults, `contacts.${role}.${index}`) ?? general}
        >
          <Input
            id={`contact-${role}-${index}`}
            className="mono"
            inputMode="tel"
            maxLength={typingRoom(phoneRule)}
            autoComplete="off"
            value={phones[index] ?? ''}
            onChange={(event) =>
              props.onChange(people.map((_, other) => (other === index ? event.target.value : (phones[other] ?? ''))))
            }
          />
        </Field>
      ))}
    </>
  );
}
