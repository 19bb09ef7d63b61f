import type { FieldDeclaration } from '@zhucheng/shared';
import { AreaField, CertificateNumberField, ChoiceField, CountField, DateField, FenField, TextField } from '@/ui';

interface Props {
  field: FieldDeclaration;
  value: unknown;
  error?: string;
  onChange(value: unknown): void;
}

const LONG = 60;

/** One declared field as the input that suits it. */
export function FieldInput({ field, value, error, onChange }: Props) {
  const common = {
    id: `field-${field.id}`,
    label: field.name,
    hint: field.hint,
    optional: !field.required,
    error,
  };
  const text = typeof value === 'string' ? value : '';
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
      return <DateField {...common} value={text} onChange={onChange} />;
    case 'text':
      return field.maxLength > LONG ? (
        <AreaField {...common} maxLength={field.maxLength} value={text} onChange={onChange} />
      ) : (
        <TextField {...common} maxLength={field.maxLength} value={text} onChange={onChange} />
      );
    case 'tax-certificate-number':
      return <TextField {...common} keyboard="number" maxLength={30} value={text} onChange={onChange} />;
    case 'holder-name':
    case 'filing-number':
      return <TextField {...common} maxLength={100} value={text} onChange={onChange} />;
  }
}
