import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { CheckView } from '@zhucheng/shared';
import { minute } from '../app/format';

const looks = {
  passed: { icon: <CheckCircleFilled />, text: '通过' },
  waiting: { icon: <ClockCircleFilled />, text: '等待' },
  failed: { icon: <CloseCircleFilled />, text: '未通过' },
};

/** The automatic checks (系统审核), each with its result in words. */
export function Checks({ checks }: { checks: CheckView[] }) {
  if (checks.length === 0) return <p className="soft pad">提交申请后开始自动核验。</p>;
  return (
    <ul className="checks" data-testid="checks">
      {checks.map((check) => (
        <li key={check.id} className={`check check-${check.result}`}>
          <span className="check-icon" aria-hidden="true">
            {looks[check.result].icon}
          </span>
          <span className="check-words">
            <strong>{check.name}</strong>
            <span className="soft">{check.message}</span>
          </span>
          <span className="check-result" title={minute(check.at)}>
            {looks[check.result].text}
          </span>
        </li>
      ))}
    </ul>
  );
}
