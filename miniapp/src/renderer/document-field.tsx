import { View } from '@tarojs/components';
import {
  countryCode,
  countryName,
  type DocumentKind,
  documentRoom,
  type IdentityDocument,
  identityDocuments,
  numberLabel,
  personalDocuments,
  typedDocument,
  typedNumber,
  typingRoom,
  walletsFor,
  windowSentence,
} from '@zhucheng/shared';
import { useState } from 'react';
import { useFaceDocuments } from '@/core/face-documents';
import { Banner, Button, ChoiceField, TextField } from '@/ui';

interface Props {
  /** Begins the ids of the inputs. */
  id: string;
  /** Whose it is, before the name of the number. */
  whose?: string;
  value: string;
  error?: string;
  onChange(value: string): void;
  /** If given, the page itself explains what follows where no wallet checks a kind. */
  onKind?(kind: DocumentKind): void;
}

const options = personalDocuments.map((kind) => ({ value: kind, label: identityDocuments[kind].name }));

/**
 * Number of an identity document. Nearly everybody has the resident ID, so the other kinds are behind one tap; who cannot show
 * a face learns here, before anything else is asked, that the window is the way.
 */
export function DocumentField({ id, whose = '', value, error, onChange, onKind }: Props) {
  const [typed, setTyped] = useState<IdentityDocument>(() => {
    const start = typedDocument(value);
    return { ...start, country: start.country && countryName(start.country) };
  });
  const [choosing, setChoosing] = useState(typed.kind !== 'resident');
  const faces = useFaceDocuments();
  const change = (part: Partial<IdentityDocument>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    onChange(typedNumber(next));
    if (part.kind) onKind?.(part.kind);
  };
  const { kind, number, country } = typed;
  const toWindow = walletsFor(faces, kind).length === 0;
  const asks = !(onKind && toWindow);
  const noCountry = identityDocuments[kind].country && countryCode(country ?? '') === null;
  return (
    <>
      {choosing && (
        <ChoiceField
          id={`${id}-kind`}
          label={`${whose}证件种类`}
          options={options}
          value={kind}
          onChange={(next) => change({ kind: next as IdentityDocument['kind'], country: null })}
        />
      )}
      {!onKind && toWindow && (
        <Banner kind="warn" title="要到窗口办理">
          {windowSentence(kind)}
        </Banner>
      )}
      {asks && identityDocuments[kind].country && (
        <TextField
          id={`${id}-country`}
          label={`${whose}护照签发国家`}
          hint="例如：美国、马来西亚"
          maxLength={30}
          value={country ?? ''}
          error={error && noCountry ? '请填写签发国家的名称，例如：美国。' : undefined}
          onChange={(next) => change({ country: next })}
        />
      )}
      {asks && (
        <TextField
          id={id}
          label={`${whose}${numberLabel(kind)}`}
          keyboard={kind === 'resident' ? 'idcard' : 'text'}
          maxLength={kind === 'resident' ? typingRoom(identityDocuments.resident.number) : documentRoom}
          value={number}
          error={noCountry ? undefined : error}
          onChange={(next) => change({ number: next })}
        />
      )}
      {!choosing && (
        <View>
          <Button id={`${id}-other`} kind="text" onTap={() => setChoosing(true)}>
            不是居民身份证？选其他证件
          </Button>
        </View>
      )}
    </>
  );
}
