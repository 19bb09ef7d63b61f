import {
  countries,
  type DocumentKind,
  documentRoom,
  faceDocuments,
  faceWalletNames,
  faceWallets,
  type IdentityDocument,
  identityDocuments,
  personalDocuments,
  typedDocument,
  typedNumber,
  walletsFor,
} from '@zhucheng/shared';
import { Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useSession } from '../app/session';

const kinds = personalDocuments.map((kind) => ({ value: kind, label: identityDocuments[kind].name }));
const issuers = Object.entries(countries).map(([value, label]) => ({ value, label: `${label} ${value}` }));

/** What the holder is to be told who will be asked; null where every wallet checks this document. */
function FaceAdvice({ kind }: { kind: DocumentKind }) {
  // Sessions from before this field existed fall back to what wallets check without an agreement.
  const wallets = walletsFor(useSession()?.staff.faceDocuments ?? faceDocuments(), kind);
  if (wallets.length === faceWallets.length) return null;
  const names = wallets.map((wallet) => faceWalletNames[wallet]).join('、');
  return (
    <p className="soft document-window">
      {names
        ? `${identityDocuments[kind].name}只能用${names}刷脸，请提醒本人用${names}打开授权。`
        : `${identityDocuments[kind].name}不能刷脸，请提醒本人带证件原件到登记窗口授权。`}
    </p>
  );
}

interface Props {
  id?: string;
  value?: string;
  onChange?(value: string): void;
  /** Of the number; that of the kind follows from it. */
  label: string;
  whose?: string;
  fault?: boolean;
  testId: string;
  /** Whether the holder will be asked to confirm by phone. */
  asked?: boolean;
}

/** Kind and number of an identity document (证件种类和号码), one value to the form; the resident ID unless chosen otherwise. */
export function DocumentInput({ id, value = '', onChange, label, whose = '', fault, testId, asked = false }: Props) {
  const [chosen, choose] = useState<Pick<IdentityDocument, 'kind' | 'country'>>(() => typedDocument(value));
  const start = typedDocument(value);
  // A value with a prefix holds kind and, once chosen, country; a bare number holds neither.
  const { kind, country } = value.includes(':') ? { ...start, country: start.country || chosen.country } : chosen;
  const { number } = start;
  const change = (next: Partial<IdentityDocument>): void => {
    const document = { kind, country, number, ...next };
    choose(document);
    onChange?.(typedNumber(document));
  };
  return (
    <div className="document-input">
      <Space.Compact block>
        <Select
          className="document-kind"
          aria-label={`${whose}证件种类`}
          value={kind}
          options={kinds}
          popupMatchSelectWidth={240}
          onChange={(next) => change({ kind: next, country: null })}
          data-testid={`${testId}-kind`}
        />
        <Input
          {...(id ? { id } : {})}
          aria-label={label}
          className="mono"
          maxLength={documentRoom}
          autoComplete="off"
          value={number}
          {...(fault ? { status: 'error' as const } : {})}
          onChange={(event) => change({ number: event.target.value })}
          data-testid={testId}
        />
      </Space.Compact>
      {identityDocuments[kind].country && (
        <Select
          className="document-country"
          aria-label={`${whose}护照签发国家`}
          placeholder="护照签发国家"
          showSearch={{ optionFilterProp: 'label' }}
          value={country || null}
          options={issuers}
          onChange={(next) => change({ country: next })}
          data-testid={`${testId}-country`}
        />
      )}
      {asked && <FaceAdvice kind={kind} />}
    </div>
  );
}
