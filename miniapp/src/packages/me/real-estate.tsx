import { View } from '@tarojs/components';
import { routes, unitNumber } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Banner, Card, Cell, Empty, Facts, Failed, Gate, Page, Skeleton } from '@/ui';

function RealEstate() {
  const { data, error, reload } = useLoad(() => call(routes.register.mine, {}), []);
  useRefresh(reload);
  return (
    <Page title="我的不动产">
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton rows={5} />}
      {data?.items.length === 0 && (
        <Empty
          icon="house"
          title="还没有查到您的不动产"
          note="登记办好后会自动出现在这里。以前的房产如果没有显示，请带身份证到大厅核对。"
        />
      )}
      {data?.items.map((item, index) => (
        <Card key={item.unit.id} title={item.unit.location}>
          <Facts
            rows={[
              ['用途', item.unit.useName],
              ['面积', `${(item.unit.areaHundredths / 100).toFixed(2)} 平方米`],
              ['共有情况', `${item.coOwnership}${item.share ? `，我占 ${item.share}` : ''}`],
              ['单元号', unitNumber.group(item.unit.unitNumber)],
              ['登记时间', day(item.since)],
            ]}
          />
          {item.conditions.map((condition) => (
            <Banner key={condition.kind} kind="warn">
              {condition.text}
            </Banner>
          ))}
          <View className="inset">
            {item.certificates.map((certificate) => (
              <Cell
                key={certificate.id}
                id={`estate-${index}-certificate`}
                icon="certificate"
                title="电子证照"
                note={certificate.number}
                onTap={() => go('/packages/certificate/detail', { id: certificate.id })}
              />
            ))}
          </View>
        </Card>
      ))}
    </Page>
  );
}

export default function RealEstatePage() {
  return (
    <Gate title="我的不动产" needs={routes.register.mine}>
      <RealEstate />
    </Gate>
  );
}
