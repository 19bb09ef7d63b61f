import { type FieldDeclaration, fieldIdentifiers, fieldWarning, typingRoom } from '@zhucheng/shared';
import { AreaField, CertificateNumberField, ChoiceField, CountField, DateField, FenField, TextField } from '@/ui';

interface Props {
  field: FieldDeclaration;
  value: unknown;
  /** The date this one must follow, yyyy-mm-dd. */
  after?: string;
  error?: string;
  onChange(value: unknown): void;
}

const LONG = 60;
const DAY = 86_400_000;
const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);

/** Where to find a number that is not explained in the declaration. */
const WHERE: Partial<Record<FieldDeclaration['kind'], string>> = {
  'credit-code': '18 位，见营业执照',
  'acceptance-number': '15 位数字，见受理通知',
  institution: '照营业执照写全称，不要写简称',
};

const roomFor = (kind: FieldDeclaration['kind']): number => {
  const identifier = fieldIdentifiers[kind];
  return identifier ? typingRoom(identifier) : 100;
};

/** One declared field as the input that suits it. */
export function FieldInput({ field, value, after, error, onChange }: Props) {
  const common = {
    id: `field-${field.id}`,
    label: field.name,
    hint: fieldWarning(field, value) ?? field.hint ?? WHERE[field.kind],
    optional: !field.required,
    error,
  };
  const text = typeof value === 'string' ? value : '';
  const [written] = field.kind === 'text' ? field.examples : [];
  const example = written ? { example: `例如：${written}` } : {};
  switch (field.kind) {
    case 'certificate-number':
      return (
        <CertificateNumberField
          {...common}
          hint={field.hint ?? '只填年份和号码，也可以把整个证号粘贴进来'}
          kind={field.of}
          value={text}
          onChange={onChange}
        />
      );
    case 'fen':
      return <FenField {...common} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <ChoiceField
          {...common}
          options={field.options.map((option) => ({ value: option.value, label: option.name }))}
          value={text}
          onChange={onChange}
        />
      );
    case 'count':
      return (
        <CountField
          {...common}
          min={field.min}
          max={field.max}
          value={typeof value === 'number' ? value : (field.start ?? field.min)}
          onChange={onChange}
        />
      );
    case 'date':
      return <DateField {...common} {...(after ? { from: nextDay(after) } : {})} value={text} onChange={onChange} />;
    case 'text':
      return field.maxLength > LONG ? (
        <AreaField {...common} {...example} maxLength={field.maxLength} value={text} onChange={onChange} />
      ) : (
        <TextField {...common} {...example} maxLength={field.maxLength} value={text} onChange={onChange} />
      );
    case 'tax-certificate-number':
    case 'survey-number':
    case 'acceptance-number':
    case 'invoice-number':
    case 'invoice-code':
    case 'bank-account':
      return (
        <TextField {...common} keyboard="number" maxLength={roomFor(field.kind)} value={text} onChange={onChange} />
      );
    case 'phone':
      return (
        <TextField {...common} keyboard="number" maxLength={roomFor(field.kind)} value={text} onChange={onChange} />
      );
    case 'person-name':
    case 'holder-name':
    case 'filing-number':
    case 'institution':
      return <TextField {...common} maxLength={100} value={text} onChange={onChange} />;
    case 'credit-code':
      return <TextField {...common} maxLength={roomFor(field.kind)} value={text} onChange={onChange} />;
  }
}
