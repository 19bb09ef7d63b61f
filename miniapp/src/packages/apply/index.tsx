import { View } from '@tarojs/components';
import { type Business, formatFen, initialFeeRules, unitUses } from '@zhucheng/shared';
import { citizensStart, citizenTask, currentBusiness, startersOf } from '@/core/business';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { today } from '@/core/when';
import { Bullets, Button, Card, Empty, Notice, Page, Timeline } from '@/ui';

/** Fees by use, from the table in force. */
function feeLines(business: Business): string[] {
  if (business.fee.matter === 'none') return [business.fee.because ?? '不收登记费。'];
  const day = today();
  const inForce = initialFeeRules.filter(
    (rule) => rule.matter === business.fee.matter && rule.from <= day && (!rule.until || day < rule.until),
  );
  const online = (use: string) => !(business.unit.windowOnly as string[]).includes(use);
  const lines = inForce.map((rule) => {
    const uses = rule.uses.filter(online).map((use) => unitUses[use as keyof typeof unitUses] ?? use);
    return `${rule.uses.length > 0 ? uses.join('、') : '商铺、办公等其他房屋'}：每件 ${formatFen(rule.perUnitFen)} 元`;
  });
  const copy = inForce[0]?.perFurtherCopyFen;
  return copy ? [...lines, `第一本证书免费，每多一本 ${formatFen(copy)} 元`] : lines;
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
  const { guide, steps, limits } = business;
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
      {!mine && <Notice title={`由${startersOf(business)}发起`}>{citizenTask(business)}</Notice>}
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
      <Card title="费用和时间">
        <Bullets items={[...feeLines(business), `提交后 ${limits.reviewWorkingDays} 个工作日内审核完`]} />
      </Card>
      <Card title="办好后">
        <View>{guide.result}</View>
      </Card>
      <Card title="依据">
        <Bullets items={guide.legalBasis} />
      </Card>
      <Button id="apply-guide" kind="text" onTap={() => go('/packages/guide/detail', { id: business.id })}>
        看完整的办事指南和填写样例
      </Button>
      {mine && <Notice>填写的内容会自动保存，随时可以回来接着办。</Notice>}
    </Page>
  );
}
