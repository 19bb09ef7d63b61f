import { Picker, View } from '@tarojs/components';
import { a11y, classes } from '../a11y';
import { Icon } from '../icon';
import { Field, type FieldProps } from './field';

interface Props extends FieldProps {
  /** yyyy-mm-dd */
  value: string;
  onChange(value: string): void;
  from?: string;
  to?: string;
}

export function DateField({ value, onChange, from = '1900-01-01', to = '2100-12-31', ...field }: Props) {
  const [year, month, day] = value.split('-');
  const shown = value ? `${year}年${Number(month)}月${Number(day)}日` : '请选择日期';
  return (
    <Field {...field}>
      <Picker
        mode="date"
        value={value}
        start={from}
        end={to}
        aria-label={field.label}
        onChange={(event) => onChange(String(event.detail.value))}
      >
        <View
          className={classes('box', field.error && 'box--wrong')}
          {...a11y({ role: 'button', label: `${field.label}，${shown}` })}
        >
          <View className="box__input" style={{ lineHeight: '50px' }}>
            {shown}
          </View>
          <Icon name="calendar" />
        </View>
      </Picker>
    </Field>
  );
}
