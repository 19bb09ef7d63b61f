import { Field, type FieldProps } from './field';
import { Option } from './option';

interface Props extends FieldProps {
  options: readonly { value: string; label: string; note?: string }[];
  value: string | undefined;
  onChange(value: string): void;
}

export const ChoiceField = ({ options, value, onChange, ...field }: Props) => (
  <Field {...field}>
    {options.map((option) => (
      <Option
        key={option.value}
        id={field.id && `${field.id}-${option.value}`}
        label={option.label}
        note={option.note}
        on={option.value === value}
        onTap={() => onChange(option.value)}
      />
    ))}
  </Field>
);
