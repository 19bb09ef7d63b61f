import type { BatchView } from '@zhucheng/shared';
import { Progress } from 'antd';
import { Link } from 'react-router';
import { useBatch } from '../batch/use-batch';

/** The batches a long spreadsheet became, each with its own progress. */
export const BatchLines = ({ batches }: { batches: readonly BatchView[] }) => (
  <div data-testid="import-batches">
    <p className="report-sum">已分 {batches.length} 批提交，后台正在写入。可以离开此页，随时从下面打开查看。</p>
    <ul className="batch-lines">
      {batches.map((batch, at) => (
        <BatchLine key={batch.id} first={batch} number={at + 1} />
      ))}
    </ul>
  </div>
);

function BatchLine({ first, number }: { first: BatchView; number: number }) {
  const { data: batch = first } = useBatch(first.id);
  const percent = Math.floor(((batch.done + batch.failed) / Math.max(1, batch.total)) * 100);
  return (
    <li>
      <Link to={`/batches/${batch.id}`}>
        第 {number} 批，{batch.total} 件
      </Link>
      <Progress
        percent={percent}
        status={batch.finished ? (batch.failed ? 'exception' : 'success') : 'active'}
        aria-label={`第 ${number} 批的进度`}
      />
      <span className={batch.failed > 0 ? 'differs' : 'soft'}>
        {batch.failed > 0 ? `${batch.failed} 件未成功` : batch.finished ? '全部成功' : '正在写入'}
      </span>
    </li>
  );
}
