import {
  type CertificateKind,
  type CertificatePlace,
  certificateNumber,
  certificatePartsOf,
  certificateText,
  cleanText,
} from '@zhucheng/shared';
import { Input, type InputRef, Select } from 'antd';
import { type ClipboardEvent, useRef, useState } from 'react';

interface Props {
  id: string;
  kind: CertificateKind;
  value: unknown;
  status?: 'error' | undefined;
  onChange(value: string): void;
  onLeave(): void;
}

const words: Record<CertificateKind, string> = { right: '不动产权', registration: '不动产证明' };
const digits = (text: string, most: number): string => cleanText(text).replace(/\D/g, '').slice(0, most);

/** Typed the way it is printed: only year and serial are left to fill in; the whole number may be pasted. */
export function CertificateNumberInput({ id, kind, value, status, onChange, onLeave }: Props) {
  const serialBox = useRef<InputRef>(null);
  const [typed, setTyped] = useState(() => certificatePartsOf(value));
  const change = (part: Partial<typeof typed>): void => {
    const next = { ...typed, ...part };
    setTyped(next);
    onChange(certificateText(next, kind));
    if (part.year?.length === 4 && !next.serial) serialBox.current?.focus();
  };
  const paste = (event: ClipboardEvent): void => {
    const parts = certificateNumber.parse(event.clipboardData.getData('text'), kind);
    if (!parts) return;
    event.preventDefault();
    change({ year: String(parts.year), place: parts.place, serial: String(parts.serial).padStart(7, '0') });
  };
  const bad = status ? { status } : {};
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a line of text
    <div className="certificate-number" role="group" aria-labelledby={`${id}-name`} onPaste={paste}>
      <span aria-hidden="true">桂（</span>
      <Input
        id={id}
        className="mono year"
        inputMode="numeric"
        placeholder="年份"
        aria-label="年份"
        aria-describedby={`${id}-hint ${id}-fault`}
        value={typed.year}
        {...bad}
        onChange={(event) => change({ year: digits(event.target.value, 4) })}
        data-testid={`${id}-year`}
      />
      <span aria-hidden="true">）</span>
      <Select<CertificatePlace>
        aria-label="登记地"
        className="place"
        value={typed.place}
        onChange={(place) => change({ place })}
        options={[
          { value: '北海市', label: '北海市' },
          { value: '合浦县', label: '合浦县' },
        ]}
      />
      <span aria-hidden="true">{words[kind]}第</span>
      <Input
        ref={serialBox}
        className="mono serial"
        inputMode="numeric"
        placeholder="7 位号码"
        aria-label={`${words[kind]}第几号`}
        aria-describedby={`${id}-hint ${id}-fault`}
        value={typed.serial}
        {...bad}
        onChange={(event) => change({ serial: digits(event.target.value, 7) })}
        onBlur={onLeave}
        data-testid={`${id}-serial`}
      />
      <span aria-hidden="true">号</span>
    </div>
  );
}
