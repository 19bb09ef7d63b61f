import { View } from '@tarojs/components';
import { type Business, formatFen, type GuideView, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { citizensStart, citizenTask, currentBusiness, startersOf } from '@/core/business';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { Banner, Bullets, Button, Card, Empty, Failed, Page, Skeleton, Timeline } from '@/ui';

/** The fee table in force today, as sentences. */
function feeLines({ fees, payer }: GuideView): string[] {
  const copies = [...new Set(fees.rows.map((row) => row.furtherCopyFen).filter((fen) => fen > 0))];
  return [
    ...(fees.remark ? [fees.remark] : []),
    ...fees.rows.map(({ uses, perUnitFen, zeroReason }) =>
      perUnitFen === 0 ? `${uses}：${zeroReason ?? '不收登记费'}` : `${uses}：每件 ${formatFen(perUnitFen)} 元`,
    ),
    ...copies.map((fen) => `第一本证书免费，每多一本 ${formatFen(fen)} 元`),
    ...fees.exemptions,
    ...(payer && fees.rows.length > 0 ? [`由${payer}缴纳，审核通过后才缴`] : []),
  ];
}

function Costs({ business }: { business: Business }) {
  const { data, error, reload } = useLoad(
    () => call(routes.guides.detail, { params: { id: business.id } }),
    [business.id],
  );
  const within = `提交后 ${business.limits.reviewWorkingDays} 个工作日内审核完`;
  return (
    <Card title="费用和时间">
      <Failed error={error} onRetry={reload} />
      {!data && error === undefined ? (
        <Skeleton rows={2} />
      ) : (
        <Bullets items={[...(data ? feeLines(data) : []), within]} />
      )}
    </Card>
  );
}

export default function Guide() {
  const type = useParam('type');
  const business = type ? currentBusiness(type) : undefined;
  if (!business) {
    return (
      <Page title="办事指南">
        <Empty
          title="没有找到这项业务"
          note="可能是小程序版本较旧，请关闭后重新打开。"
          action={<Button onTap={() => go('/pages/apply/index')}>看看能办什么</Button>}
        />
      </Page>
    );
  }
  const { guide, steps } = business;
  const mine = citizensStart(business);
  return (
    <Page
      title="办事指南"
      foot={
        mine ? (
          <Button id="apply-start" onTap={() => go('/packages/apply/start', { type: business.id })}>
            开始办理
          </Button>
        ) : (
          <Button id="apply-authorise" kind="quiet" onTap={() => go('/packages/authorise/index')}>
            看有没有等我授权的
          </Button>
        )
      }
    >
      <Card title={business.name}>
        <View>{business.summary}</View>
      </Card>
      {!mine && <Banner title={`由${startersOf(business)}发起`}>{citizenTask(business)}</Banner>}
      <Card title="办理条件">
        <Bullets items={guide.conditions} />
      </Card>
      <Card title="准备好这些">
        <Bullets items={guide.materials} />
      </Card>
      <Card title="办理步骤">
        <Timeline
          items={steps.map((step) => ({
            title: step.name,
            state: 'next',
            note: 'intro' in step ? step.intro : undefined,
          }))}
        />
      </Card>
      <Costs business={business} />
      <Card title="办好后">
        <View>{guide.result}</View>
      </Card>
      <Card title="依据">
        <Bullets items={guide.legalBasis} />
      </Card>
      <Button id="apply-guide" kind="text" onTap={() => go('/packages/guide/detail', { id: business.id })}>
        看完整的办事指南和填写样例
      </Button>
      {mine && <Banner>填写的内容会自动保存，随时可以回来接着办。</Banner>}
    </Page>
  );
}
