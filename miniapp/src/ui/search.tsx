import { Input, View } from '@tarojs/components';
import { useState } from 'react';
import { a11y, classes, inputName, onKeys } from './a11y';
import { Icon } from './icon';

interface Props {
  id?: string;
  /** What is searched, spoken and shown while empty. */
  label: string;
  value: string;
  onChange(value: string): void;
}

/** Words to look for; the list below follows while typing. */
export function Search({ id, label, value, onChange }: Props) {
  const [focused, setFocused] = useState(false);
  const clear = () => onChange('');
  return (
    <View id={id} className={classes('box', 'search', focused && 'box--focus')}>
      <Icon name="lens" className="search__icon" />
      <Input
        className="box__input"
        type="text"
        confirmType="search"
        value={value}
        placeholder={label}
        placeholderClass="box__hint"
        maxlength={40}
        {...inputName(label)}
        onInput={(event) => onChange(event.detail.value)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      {value !== '' && (
        <View className="box__side" onClick={clear} {...onKeys(clear)} {...a11y({ role: 'button', label: '清空' })}>
          <Icon name="cross-grey" />
        </View>
      )}
    </View>
  );
}
