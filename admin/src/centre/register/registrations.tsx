import { coOwnerships, type UnitDetail } from '@zhucheng/shared';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { acceptance, day, yuan } from '../../app/format';

/** 2024-05-01 起, or 2024-05-01 至 2026-02-03 with the mark 已注销. */
function Period({ from, to }: { from: number; to: number | null }) {
  return (
    <span className="period">
      <span className="nowrap">{day(from)} 起</span>
      {to !== null && <span className="nowrap">{day(to)} 止</span>}
      <span className={to === null ? 'valid' : 'ended'}>{to === null ? '有效' : '已注销'}</span>
    </span>
  );
}

function Register<T extends { id: string; validTo: number | null }>(props: {
  rows: T[];
  none: string;
  heads: string[];
  cells: (row: T) => ReactNode[];
}) {
  if (props.rows.length === 0) return <p className="soft pad">{props.none}</p>;
  return (
    <table className="parties">
      <thead>
        <tr>
          {props.heads.map((head) => (
            <th scope="col" key={head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.id} className={row.validTo === null ? undefined : 'row-ended'}>
            {props.cells(row).map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in the order of the heads
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const Rights = ({ rows }: { rows: UnitDetail['rights'] }) => (
  <Register
    rows={rows}
    none="没有登记的所有权。"
    heads={['权利人', '共有方式', '不动产权证书', '期间']}
    cells={(row) => [
      <span className="stack" key="holders">
        {row.holders.map((holder) => (
          <span key={holder.name + holder.idNumberMasked}>
            <strong>{holder.name}</strong>
            {holder.share && <span className="share">{holder.share}</span>}
            <span className="soft mono block nowrap">{holder.idNumberMasked}</span>
          </span>
        ))}
      </span>,
      <span className="nowrap" key="form">
        {coOwnerships[row.coOwnership]}
      </span>,
      <span className="stack" key="certificates">
        {row.certificates.map((number) => (
          <span key={number}>{number}</span>
        ))}
        {row.caseNumber && (
          <span className="soft">
            受理编号 <span className="mono nowrap">{acceptance(row.caseNumber)}</span>
          </span>
        )}
      </span>,
      <Period key="period" from={row.validFrom} to={row.validTo} />,
    ]}
  />
);

export const Mortgages = ({ rows }: { rows: UnitDetail['mortgages'] }) => (
  <Register
    rows={rows}
    none="没有抵押。"
    heads={['抵押权人', '被担保债权', '债务期限', '转让约定', '期间']}
    cells={(row) => [
      <span className="stack" key="mortgagee">
        <span>
          <strong>{row.mortgagee}</strong>
          <span className="share nowrap">第 {row.rank} 顺位</span>
        </span>
        {row.rankFrom && <span className="soft">顺位自预告登记之日（{row.rankFrom}）起算</span>}
        <span className="soft">{row.certificateNumber}</span>
      </span>,
      <span key="secured" className="nowrap">
        {yuan(row.securedFen)}
      </span>,
      <span className="stack" key="debt">
        <span className="nowrap">{row.debtStart}</span>
        <span className="nowrap">至 {row.debtEnd}</span>
      </span>,
      row.transferLimit ? '须抵押权人同意' : '不限制',
      <Period key="period" from={row.validFrom} to={row.validTo} />,
    ]}
  />
);

/** Until when a notice has effect: its last day, or as long as what its holder has applied for in time is open. */
const Effect = ({ notice: { effectiveUntil, applied, validTo } }: { notice: UnitDetail['notices'][number] }) => (
  <span className="stack">
    <span className="nowrap">{effectiveUntil ?? '未定'}</span>
    {applied && validTo === null && (
      <span className="soft">
        权利人已在 {applied.on} 申请登记（受理编号{' '}
        <span className="mono nowrap">{acceptance(applied.acceptanceNumber)}</span>），办结前继续有效
      </span>
    )}
  </span>
);

export const Notices = ({ rows }: { rows: UnitDetail['notices'] }) => (
  <Register
    rows={rows}
    none="没有预告登记。"
    heads={['种类', '权利人', '登记证明', '效力至', '期间']}
    cells={(row) => [
      row.kind,
      row.holders.join('、'),
      row.certificateNumber,
      <Effect key="effect" notice={row} />,
      <Period key="period" from={row.validFrom} to={row.validTo} />,
    ]}
  />
);

type Limit = UnitDetail['limits'][number];
export const Limits = ({ rows, onLift }: { rows: Limit[]; onLift?: ((limit: Limit) => void) | undefined }) => (
  <Register
    rows={rows}
    none="没有查封、预查封或异议登记。"
    heads={['种类', '嘱托机关或申请人', '文号', '限制期限', '期间', ...(onLift ? ['操作'] : [])]}
    cells={(row) => [
      <strong className="nowrap" key="kind">
        {row.kindName}
      </strong>,
      row.authority,
      row.documentNumber,
      row.until ? (
        <span className="stack" key="until">
          <span className="nowrap">{row.from}</span>
          <span className="nowrap">至 {row.until}</span>
        </span>
      ) : (
        `${row.from} 起，未定期限`
      ),
      <Period key="period" from={row.validFrom} to={row.validTo} />,
      ...(onLift
        ? [
            row.validTo === null ? (
              <Button key="lift" size="small" onClick={() => onLift(row)} data-testid="lift-limit">
                解除
              </Button>
            ) : (
              '—'
            ),
          ]
        : []),
    ]}
  />
);
