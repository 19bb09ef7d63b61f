import { CheckOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import type { ReviewCase } from '@zhucheng/shared';
import { Switch } from 'antd';
import { useState } from 'react';

type Row = ReviewCase['comparison'][number];

const Cell = ({ value, missing }: { value: string | null; missing: string }) =>
  value === null || value === '' ? <span className="soft">{missing}</span> : value;

/** Only rows with a value on both sides can differ. */
const isCompared = (row: Row): boolean => row.application !== null && row.register !== null;

/** Application beside register (申请内容 / 登记簿); a difference is said in words, with an icon and a background. */
export function ComparisonTable({ rows }: { rows: Row[] }) {
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const different = rows.filter((row) => row.differs).length;
  const compared = rows.filter(isCompared).length;
  const shown = onlyDifferent ? rows.filter((row) => row.differs) : rows;
  return (
    <>
      <div className="comparison-sum">
        {different ? (
          <span className="differs">
            <ExclamationCircleFilled /> 对照 {compared} 项，{different} 项与登记簿不同
          </span>
        ) : (
          <span className="agrees">
            <CheckOutlined /> 对照 {compared} 项，全部与登记簿一致
          </span>
        )}
        {different > 0 && (
          <span className="switch-label">
            只看不同
            <Switch size="small" aria-label="只看不同" checked={onlyDifferent} onChange={setOnlyDifferent} />
          </span>
        )}
      </div>
      <table className="comparison" data-testid="comparison">
        <caption className="sr-only">申请内容与登记簿对照</caption>
        <thead>
          <tr>
            <th scope="col" className="col-label">
              项目
            </th>
            <th scope="col">申请内容</th>
            <th scope="col">登记簿</th>
            <th scope="col" className="col-mark">
              核对
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.label} className={row.differs ? 'row-differs' : undefined}>
              <th scope="row">{row.label}</th>
              <td>
                <Cell value={row.application} missing="申请未填" />
              </td>
              <td>
                <Cell value={row.register} missing="登记簿无记载" />
              </td>
              <td>
                {row.differs ? (
                  <span className="differs">
                    <ExclamationCircleFilled /> 不同
                  </span>
                ) : isCompared(row) ? (
                  <span className="agrees">
                    <CheckOutlined /> 一致
                  </span>
                ) : (
                  <span className="soft">供参考</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
