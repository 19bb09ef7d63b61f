import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';

function Certificates() {
  const { data, error, reload } = useLoad(() => call(routes.certificates.mine, {}), []);
  useRefresh(reload);
  const verify = (
    <Button id="cert-verify" kind="quiet" onTap={() => go('/packages/certificate/verify/index')}>
      核验一本证书的真伪
    </Button>
  );
  return (
    <Page title="电子证照">
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton rows={4} />}
      {data?.items.length === 0 && (
        <Empty
          icon="certificate"
          title="还没有电子证照"
          note="登记办好后，电子证书会自动出现在这里。"
          action={verify}
        />
      )}
      {data && data.items.length > 0 && (
        <>
          <Card flush>
            {data.items.map((one, index) => (
              <Cell
                key={one.id}
                id={`cert-${index}`}
                icon="certificate"
                title={one.kindName}
                note={`${one.location}\n${one.number}`}
                value={
                  <Tag kind={one.state === 'valid' ? 'ok' : 'stop'}>{one.state === 'valid' ? '有效' : '已注销'}</Tag>
                }
                onTap={() => go('/packages/certificate/detail', { id: one.id })}
              />
            ))}
          </Card>
          {verify}
        </>
      )}
    </Page>
  );
}

export default function CertificatesPage() {
  return (
    <Gate title="电子证照" needs={routes.certificates.mine}>
      <Certificates />
    </Gate>
  );
}
