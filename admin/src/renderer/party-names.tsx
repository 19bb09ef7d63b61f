import { CheckCircleFilled } from '@ant-design/icons';
import type { WorkItem } from '@zhucheng/shared';

/**
 * Names of the parties. Who has authorised is green with a tick, which a screen reader speaks as a word. `asked`: the parties
 * have been asked to authorise, so that those who have not are marked as waited for.
 */
export function PartyNames({ parties, asked = false }: { parties: WorkItem['parties']; asked?: boolean }) {
  if (parties.length === 0) return <span className="soft">未填写</span>;
  return (
    <span className="party-names">
      {parties.map((party, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: two people may share a name
          key={`${party.name}-${index}`}
          className={party.authorised ? 'party-name done' : 'party-name'}
          title={party.roleName}
        >
          {party.name}
          {party.authorised !== null &&
            (party.authorised ? (
              <>
                <CheckCircleFilled aria-hidden="true" />
                <span className="sr-only">已授权</span>
              </>
            ) : (
              asked && <small className="soft">待授权</small>
            ))}
        </span>
      ))}
    </span>
  );
}
