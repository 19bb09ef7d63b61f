import { Input, type InputRef } from 'antd';
import type { SearchProps } from 'antd/es/input';
import { type Ref, useEffect, useRef, useState } from 'react';
import { toKeys } from './hotkeys';

interface SearchBoxProps extends Omit<SearchProps, 'value' | 'defaultValue' | 'onChange' | 'onSearch' | 'allowClear'> {
  ref?: Ref<InputRef>;
  /** What the list is looked through for. */
  text: string | undefined;
  /** Gets the text without spaces at its ends; empty when the box was cleared. */
  onLook: (text: string) => void;
}

/**
 * Search box of a list. It follows the list's text when that changes elsewhere, e.g. by the back button; the list's answer to
 * what was just looked for does not touch what is being typed by then.
 */
export function SearchBox({ text = '', onLook, ...props }: SearchBoxProps) {
  const [typed, setTyped] = useState(text);
  const sent = useRef(text);
  useEffect(() => {
    if (text === sent.current) return;
    sent.current = text;
    setTyped(text);
  }, [text]);
  return (
    <Input.Search
      {...props}
      allowClear
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onSearch={(raw, _event, info) => {
        sent.current = raw.trim();
        onLook(sent.current);
        if (info?.source !== 'clear') toKeys();
      }}
    />
  );
}
