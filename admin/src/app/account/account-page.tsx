import { routes } from '@zhucheng/shared';
import { LoadFault } from '../errors';
import { useRead } from '../query';
import { PageHead, PageSkeleton } from '../ui';
import { PasskeysPanel } from './account-passkeys';
import { PasswordPanel } from './account-password';
import { RecoveryPanel } from './account-recovery';
import { SessionsPanel } from './account-sessions';

/** What members of staff change of their own account. */
export function Component() {
  const account = useRead(['own-account'], routes.staffAccess.account, {});
  if (account.error && !account.data) return <LoadFault error={account.error} onRetry={() => void account.refetch()} />;
  if (!account.data) return <PageSkeleton />;
  return (
    <div className="page">
      <PageHead title="我的账号" hint={`登录名 ${account.data.username}`} />
      <PasskeysPanel passkeys={account.data.passkeys} />
      <RecoveryPanel account={account.data} />
      <PasswordPanel />
      <SessionsPanel />
    </div>
  );
}
