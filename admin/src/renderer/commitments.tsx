import type { CaseView, CommitmentView } from '@zhucheng/shared';
import { minute } from '../app/format';

const waiting = { authorise: '授权时承诺', send: '发起时勾选' } as const;

/** A commitment (承诺) that the register asks for, and who has given it. */
export function Commitment({ of: { text, by } }: { of: CommitmentView }) {
  return (
    <div className="commitment" data-testid="commitment">
      <p>{text}</p>
      <ul className="plain-list">
        {by.map(({ partyId, roleName, name, how, at }) => (
          <li key={partyId} data-given={at !== null}>
            {roleName} {name}：{at === null ? <strong>待承诺（{waiting[how]}）</strong> : `已承诺 ${minute(at)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Sentences the clerk has to tick before sending the case off. */
export const toTick = (view: CaseView): string[] =>
  view.commitments.filter(({ by }) => by.some(({ how, at }) => how === 'send' && at === null)).map(({ text }) => text);
