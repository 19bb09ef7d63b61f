import type { GuideBody } from '../contract/guides';

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whether every word of `search` occurs in the guide's name, summary, conditions or materials. */
export function guideMatches(guide: GuideBody, search: string): boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const text = plain([guide.name, guide.summary, ...guide.conditions, ...guide.materials].join('\n'));
  return words.every((word) => text.includes(word));
}
