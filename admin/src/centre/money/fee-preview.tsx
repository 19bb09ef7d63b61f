import { type FeePreview, feeMatters, feePayers } from '@zhucheng/shared';
import { rateText, usesText } from './fee-words';

/** What changes for whom, and who keeps the old fee. */
export function FeePreviewTable({ preview, from }: { preview: FeePreview; from: string }) {
  const { differences, openCases } = preview;
  const kept = openCases.filter(({ count }) => count > 0);
  return (
    <div data-testid="fee-preview">
      {differences.length === 0 ? (
        <p className="soft">没有人的登记费会变。</p>
      ) : (
        <table className="parties">
          <thead>
            <tr>
              <th scope="col">事项</th>
              <th scope="col">用途</th>
              <th scope="col">缴费人</th>
              <th scope="col">现在</th>
              <th scope="col">{from} 起</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((one) => (
              <tr key={`${one.matter} ${one.payer} ${one.uses.join()}`}>
                <td>{feeMatters[one.matter]}</td>
                <td>{usesText(one.uses)}</td>
                <td>{feePayers[one.payer]}</td>
                <td>{rateText(one.before)}</td>
                <td>
                  <strong>{rateText(one.after)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="soft">
        {kept.length === 0
          ? '现在没有已经申请的办件受影响。'
          : `已经申请、还没有办结的办件仍按申请那天的标准：${kept
              .map(({ matter, count }) => `${feeMatters[matter]} ${count} 件`)
              .join('，')}。`}
        还没有提交的申请，提交那天执行哪个标准就按哪个算。
      </p>
    </div>
  );
}
