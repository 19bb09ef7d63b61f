import { Input, View } from '@tarojs/components';
import {
  type CertificateKind,
  certificateKindOf,
  certificatePartsOf,
  certificateText,
  cleanText,
  type TypedCertificateNumber,
} from '@zhucheng/shared';
import { classes, inputName } from '../a11y';
import { Field, type FieldProps } from './field';

interface Props extends FieldProps {
  kind?: CertificateKind;
  /** Where either kind will do: a pasted number is of the other one. */
  onKind?(kind: CertificateKind): void;
  /** Whole number as printed, possibly incomplete while typing. */
  value: string;
  onChange(value: string): void;
}

const WORD = { right: '不动产权', registration: '不动产证明' } as const;

/** Looks like the printed number; only year and digits are typed, and pasting the whole number works in either box. */
export function CertificateNumberField({ kind = 'right', onKind, value, onChange, ...field }: Props) {
  const parts = certificatePartsOf(value);
  const { year, place, serial } = parts;
  const give = (part: Partial<TypedCertificateNumber>) => onChange(certificateText({ ...parts, ...part }, kind));
  const typed = (text: string, part: 'year' | 'serial') => {
    if (/[(（〔[]/.test(text)) {
      const said = onKind ? (certificateKindOf(text) ?? kind) : kind;
      if (said !== kind) onKind?.(said);
      return onChange(certificateText(certificatePartsOf(text), said));
    }
    const digits = cleanText(text).replace(/\D/g, '');
    give(part === 'year' ? { year: digits.slice(0, 4) } : { serial: digits.slice(0, 7) });
  };
  return (
    <Field {...field}>
      <View className={classes('box', 'number', field.error && 'box--wrong')}>
        <View className="box__fixed">桂（</View>
        <Input
          className="box__input number__year"
          type={process.env.TARO_ENV === 'h5' ? 'text' : 'number'}
          value={year}
          maxlength={40}
          {...inputName(`${field.label}的年份`)}
          onInput={(event) => typed(event.detail.value, 'year')}
        />
        <View className="box__fixed">{`）${place}${WORD[kind]}第`}</View>
        <Input
          className="box__input number__serial"
          type={process.env.TARO_ENV === 'h5' ? 'text' : 'number'}
          value={serial}
          maxlength={40}
          {...inputName(`${field.label}的号码`)}
          onInput={(event) => typed(event.detail.value, 'serial')}
        />
        <View className="box__fixed">号</View>
      </View>
    </Field>
  );
}
