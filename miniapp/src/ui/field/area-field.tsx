import { Textarea, View } from '@tarojs/components';
import { classes, inputName } from '../a11y';
import { Field, type FieldProps } from './field';

interface Props extends FieldProps {
  value: string;
  onChange(value: string): void;
  example?: string;
  maxLength?: number;
}

export const AreaField = ({ value, onChange, example, maxLength = 500, ...field }: Props) => (
  <Field {...field} below={value.length > 0 ? `已写 ${value.length} 字，最多 ${maxLength} 字` : undefined}>
    <View className={classes('box', field.error && 'box--wrong')}>
      <Textarea
        className="box__area"
        value={value}
        placeholder={example}
        placeholderClass="box__hint"
        maxlength={maxLength}
        autoHeight
        {...inputName(field.label)}
        onInput={(event) => onChange(event.detail.value)}
      />
    </View>
  </Field>
);
