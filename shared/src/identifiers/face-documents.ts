import { type DocumentKind, documentKinds, documentOf, identityDocuments } from './identity-document';

export const faceWallets = ['wechat', 'alipay'] as const;
export type FaceWallet = (typeof faceWallets)[number];
export const faceWalletNames: Record<FaceWallet, string> = { wechat: '微信', alipay: '支付宝' };

/** Which kinds of document each wallet checks a face for, here and now. */
export type FaceDocuments = Record<FaceWallet, readonly DocumentKind[]>;

const canBe = (wallet: FaceWallet, kind: DocumentKind): boolean => identityDocuments[kind].face[wallet] !== 'no';

/**
 * The table with what the centre has agreed with the wallets, written `alipay:hk-macau-permit,taiwan-permit wechat:…`. Throws
 * on what a wallet never checks, so that a wrong line is seen when the server starts.
 */
export function faceDocuments(agreed = ''): FaceDocuments {
  const of = (wallet: FaceWallet) => documentKinds.filter((kind) => identityDocuments[kind].face[wallet] === 'yes');
  const found: Record<FaceWallet, DocumentKind[]> = { wechat: of('wechat'), alipay: of('alipay') };
  for (const part of agreed.split(/[\s;]+/).filter((text) => text !== '')) {
    const [wallet, kinds = ''] = part.split(':');
    if (!faceWallets.includes(wallet as FaceWallet)) throw new RangeError(`${wallet} is no wallet`);
    for (const kind of kinds.split(',')) {
      if (!documentKinds.includes(kind as DocumentKind) || !canBe(wallet as FaceWallet, kind as DocumentKind))
        throw new RangeError(`${wallet} does not check ${kind}`);
      const list = found[wallet as FaceWallet];
      if (!list.includes(kind as DocumentKind)) list.push(kind as DocumentKind);
    }
  }
  return found;
}

/** Wallets that can check the holder of this document. */
export const walletsFor = (documents: FaceDocuments, kind: DocumentKind): FaceWallet[] =>
  faceWallets.filter((wallet) => documents[wallet].includes(kind));

/** The same for an identity number as kept. */
export const walletsForNumber = (documents: FaceDocuments, idNumber: string): FaceWallet[] =>
  walletsFor(documents, documentOf(idNumber).kind);

/** What somebody is told before anything else, whose document no wallet can check. */
export const windowSentence = (kind: DocumentKind): string =>
  `${identityDocuments[kind].name}不能刷脸核验，请本人带证件原件到登记窗口办理。`;
