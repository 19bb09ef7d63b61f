import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  IdcardFilled,
  InfoCircleFilled,
  MinusCircleFilled,
} from '@ant-design/icons';
import { authorisationStates, type Business, type PartyView, scopeNames } from '@zhucheng/shared';
import type { ReactNode } from 'react';
import { day, minute } from '../app/format';

const icons = {
  none: <MinusCircleFilled />,
  waiting: <ClockCircleFilled />,
  window: <IdcardFilled />,
  passed: <CheckCircleFilled />,
  refused: <CloseCircleFilled />,
  told: <InfoCircleFilled />,
};
const ways: Record<string, string> = {
  face: '人脸核验',
  window: '窗口核验',
  institution: '机构确认',
  committed: '已作出承诺',
};

/** Said of parties that are not asked to authorise, by what is asked of them. */
const quiet = { none: '不用授权', informed: '只通知' } as Partial<Record<string, string>>;

export function Authorisation(props: { of: PartyView['authorisation']; asked?: string | undefined }) {
  const { state, how, at, reason, current, agent } = props.of;
  const unasked = state === 'none' ? quiet[props.asked ?? ''] : undefined;
  if (unasked) return <span className="soft nowrap">{unasked}</span>;
  return (
    <span className={`authorisation authorisation-${state}`}>
      <span className="authorisation-state">
        {icons[state]} {authorisationStates[state]}
      </span>
      {(how || at !== null) && (
        <span className="soft">
          {how && <span className="nowrap">{ways[how] ?? how}</span>}{' '}
          {at !== null && <span className="nowrap">{minute(at)}</span>}
        </span>
      )}
      {agent && (
        <span data-testid="authorised-by-agent">
          由代办人 <strong>{agent.name}</strong>（{agent.relationName}，
          <span className="mono">{agent.idNumberMasked}</span>
          ）代为授权
          <small className="soft block">
            委托 {day(agent.acceptedAt)} 生效，至 {agent.endsOn}；范围：{scopeNames(agent.scopes)}
          </small>
        </span>
      )}
      {reason && <span>原因：{reason}</span>}
      {state === 'passed' && !current && <strong className="differs">授权后内容有改动，需重新授权</strong>}
    </span>
  );
}

interface Props {
  business: Business | undefined;
  parties: PartyView[];
  /** Full identity of a party, while it may be seen. */
  identity?: (party: PartyView) => ReactNode;
  action?: (party: PartyView) => ReactNode;
}

/** The parties (当事人) with their shares and authorisations; identity is masked unless the page provides it. */
export function PartiesTable({ business, parties, identity, action }: Props) {
  return (
    <table className="parties" data-testid="parties">
      <caption className="sr-only">当事人</caption>
      <thead>
        <tr>
          <th scope="col">角色</th>
          <th scope="col">姓名或名称</th>
          <th scope="col">证件号 / 手机号</th>
          <th scope="col">份额</th>
          <th scope="col">授权</th>
          {action && <th scope="col" aria-label="操作" />}
        </tr>
      </thead>
      <tbody>
        {parties.map((party) => (
          <tr key={party.id}>
            <td className="nowrap">{party.roleName}</td>
            <th scope="row">{party.name}</th>
            <td>
              {identity?.(party) ?? (
                <span className="identity">
                  <span className="mono">{party.idNumberMasked}</span>
                  {party.phoneMasked && <span className="mono">{party.phoneMasked}</span>}
                </span>
              )}
            </td>
            <td className="nowrap">{party.share ?? '—'}</td>
            <td>
              <Authorisation of={party.authorisation} asked={business?.parties[party.role]?.authorise} />
            </td>
            {action && <td className="cell-action">{action(party)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
