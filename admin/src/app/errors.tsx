import { Alert, Button, Result } from 'antd';
import { Link, useRouteError } from 'react-router';
import { asApiError } from './api';
import { Pearl } from './ui';

const conflictCodes = [
  'CONFLICT',
  'ACTION_NOT_ALLOWED',
  'CLAIMED_BY_OTHER',
  'CORRECTION_USED',
  'CONTENT_CHANGED',
  'SAVED_MEANWHILE',
];

/** A failed command, inside its dialog: the sentence, the way out, and the number for the help desk. */
export function CommandFault({ error, onReload }: { error: unknown; onReload?: (() => void) | undefined }) {
  if (!error) return null;
  const fault = asApiError(error);
  const conflict = conflictCodes.includes(fault.code);
  const lines = fault.fields.map((field) => field.message).filter((text) => text !== fault.message);
  return (
    <Alert
      className="fault"
      data-testid="command-fault"
      type={conflict ? 'warning' : 'error'}
      showIcon
      title={fault.message}
      description={
        <>
          {lines.length > 0 && (
            <ul className="plain-list">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          {fault.unsettled && <div>可以直接再点一次，同一操作不会重复执行。</div>}
          <RequestId value={fault.requestId} />
        </>
      }
      action={
        conflict && onReload ? (
          <Button size="small" onClick={onReload} data-testid="fault-reload">
            重新载入
          </Button>
        ) : undefined
      }
    />
  );
}

/** What the help desk finds the failure by. */
export function RequestId({ value }: { value: string | null }) {
  if (!value) return null;
  return (
    <div className="request-id">
      请求编号 <span data-as-is>{value}</span>
    </div>
  );
}

/** A page that could not be read. */
export function LoadFault({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const fault = asApiError(error);
  return (
    <Result
      icon={<Pearl width={132} />}
      title={fault.message}
      subTitle={
        fault.requestId ? (
          <>
            联系技术支持时请提供请求编号 <span data-as-is>{fault.requestId}</span>
          </>
        ) : undefined
      }
      extra={
        fault.code === 'NOT_FOUND' || fault.code === 'FORBIDDEN' ? (
          <Link to="/">
            <Button type="primary">返回首页</Button>
          </Link>
        ) : (
          <Button type="primary" onClick={onRetry} data-testid="load-retry">
            重试
          </Button>
        )
      }
    />
  );
}

export function NotFound() {
  return (
    <Result
      icon={<Pearl width={132} />}
      title="没有这个页面"
      subTitle="地址可能输错了，或者页面已经移走。"
      extra={
        <Link to="/">
          <Button type="primary">返回首页</Button>
        </Link>
      }
    />
  );
}

export function Forbidden() {
  return (
    <Result
      icon={<Pearl width={132} />}
      title="您的岗位没有这个页面的权限"
      subTitle="如果工作需要，请联系系统管理员调整岗位。"
      extra={
        <Link to="/">
          <Button type="primary">返回首页</Button>
        </Link>
      }
    />
  );
}

/** The page itself broke, or a new version was published while the old one was open. */
export function RouteCrash() {
  const error = useRouteError();
  const outdated = String(error).includes('dynamically imported module');
  return (
    <Result
      icon={<Pearl width={132} />}
      title={outdated ? '工作台有新版本' : '页面出了点问题'}
      subTitle={outdated ? '刷新后即可继续使用。' : '已提交的内容不受影响，请刷新页面后继续。'}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          刷新页面
        </Button>
      }
    />
  );
}
