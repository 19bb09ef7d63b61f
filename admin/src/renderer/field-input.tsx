import { type FieldDeclaration, fieldWarning } from '@zhucheng/shared';
import { DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { CertificateNumberInput } from './certificate-number-input';
import { FenInput } from './fen-input';
import { describedBy, Field } from './field';

interface Props {
  field: FieldDeclaration;
  value: unknown;
  fault: string | undefined;
  onChange(value: unknown): void;
  onLeave(): void;
}

const LONG = 120;
const FEW = 4;

/** Kinds typed on a number pad; the schema removes spaces and full-width digits. */
const numeric = new Set<FieldDeclaration['kind']>([
  'survey-number',
  'acceptance-number',
  'tax-certificate-number',
  'invoice-number',
  'invoice-code',
  'bank-account',
  'phone',
]);
const examples: Partial<Record<FieldDeclaration['kind'], string>> = {
  'credit-code': '18 位，见营业执照',
  'acceptance-number': '15 位，见受理通知',
};

/** One field of a declaration, whatever its kind. */
export function FieldInput({ field, value, fault, onChange, onLeave }: Props) {
  const id = `field-${field.id}`;
  const grouped = field.kind === 'certificate-number' || (field.kind === 'choice' && field.options.length <= FEW);
  const wide =
    field.kind === 'certificate-number' || grouped || (field.kind === 'text' && field.maxLength > LONG) || undefined;
  return (
    <Field
      id={id}
      label={field.name}
      hint={fieldWarning(field, value) ?? field.hint ?? examples[field.kind]}
      optional={!field.required}
      fault={fault}
      group={grouped}
      {...(wide ? { wide } : {})}
    >
      {control(field, id, value, fault, onChange, onLeave)}
    </Field>
  );
}

function control(
  field: FieldDeclaration,
  id: string,
  value: unknown,
  fault: string | undefined,
  onChange: (value: unknown) => void,
  onLeave: () => void,
) {
  const text = typeof value === 'string' ? value : '';
  const bad = fault ? ({ status: 'error' } as const) : {};
  const [written] = field.kind === 'text' ? field.examples : [];
  const example = written ? { placeholder: `例如：${written}` } : {};
  const common = { id, 'aria-describedby': describedBy(id), 'aria-invalid': fault !== undefined, ...bad };
  switch (field.kind) {
    case 'certificate-number':
      return (
        <CertificateNumberInput id={id} kind={field.of} value={value} {...bad} onChange={onChange} onLeave={onLeave} />
      );
    case 'fen':
      return <FenInput id={id} value={value} {...bad} onChange={onChange} onLeave={onLeave} />;
    case 'choice': {
      const options = field.options.map((option) => ({ value: option.value, label: option.name }));
      return options.length <= FEW ? (
        <Radio.Group
          id={id}
          aria-labelledby={`${id}-name`}
          value={text}
          options={options}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Select {...common} value={text || null} options={options} onChange={onChange} placeholder="请选择" />
      );
    }
    case 'count':
      return (
        <InputNumber
          {...common}
          min={field.min}
          max={field.max}
          precision={0}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
          onBlur={onLeave}
        />
      );
    case 'date':
      return (
        <DatePicker
          {...common}
          className="date"
          value={text ? dayjs(text) : null}
          onChange={(next) => onChange(next ? dayjs(next as dayjs.Dayjs).format('YYYY-MM-DD') : undefined)}
          placeholder="例如 2026-03-09"
        />
      );
    case 'text':
      return field.maxLength > LONG ? (
        <Input.TextArea
          {...common}
          className="with-count"
          {...example}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={field.maxLength}
          showCount
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
        />
      ) : (
        <Input
          {...common}
          {...example}
          maxLength={field.maxLength}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
        />
      );
    default:
      return (
        <Input
          {...common}
          className={numeric.has(field.kind) || field.kind === 'credit-code' ? 'mono' : ''}
          inputMode={numeric.has(field.kind) ? 'numeric' : 'text'}
          maxLength={100}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
        />
      );
  }
}
