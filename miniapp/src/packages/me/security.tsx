import { routes } from '@zhucheng/shared';
import { Gate, Page } from '@/ui';
import { Devices } from './security-parts/devices';
import { PasswordCard } from './security-parts/password-card';
import { Wallets } from './security-parts/wallets';

function Security() {
  return (
    <Page title="账号与安全">
      <Devices />
      <Wallets />
      <PasswordCard />
    </Page>
  );
}

export default function SecurityPage() {
  return (
    <Gate title="账号与安全" needs={routes.account.sessions}>
      <Security />
    </Gate>
  );
}
