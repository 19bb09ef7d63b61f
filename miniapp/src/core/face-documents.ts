import { type DocumentKind, type FaceDocuments, faceDocuments, walletsFor } from '@zhucheng/shared';
import { face } from './platform/face';
import { useSession } from './session';

/** From the session; sessions of older apps lack it and fall back to what needs no agreement. */
export const useFaceDocuments = (): FaceDocuments => useSession()?.citizen.faceDocuments ?? faceDocuments();

/** The wallet of this app, where it is one: another cannot be opened from inside. */
export function useCanShowFace(kind: DocumentKind | null | undefined): boolean {
  const wallets = walletsFor(useFaceDocuments(), kind ?? 'resident');
  return wallets.includes(face.channel ?? 'alipay');
}
