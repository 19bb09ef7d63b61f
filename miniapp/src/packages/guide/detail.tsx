import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type GuideSection, type GuideView, guideSections, routes } from '@zhucheng/shared';
import type { ReactNode } from 'react';
import { call } from '@/core/api';
import { currentBusiness } from '@/core/business';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { day } from '@/core/when';
import { a11y, Banner, Bullets, Button, Card, Facts, Failed, onKeys, Page, Skeleton } from '@/ui';
import { FeeTable } from './fee-table';
import './guide.scss';

// In a browser our own title bar covers the top of the page.
const PLACE = process.env.TARO_ENV === 'h5' ? 'guide__place guide__place--bar' : 'guide__place';
const anchor = (section: GuideSection) => `guide-at-${section}`;
const toSection = (section: GuideSection) => void Taro.pageScrollTo({ selector: `#${anchor(section)}`, duration: 200 });

/** Numbered, because people say "I am at step three" on the phone. */
const Steps = ({ steps }: { steps: GuideView['steps'] }) => (
  <View className="guide__steps">
    {steps.map(({ name, actor, text }, index) => (
      <View className="guide__step" key={name}>
        <View className="guide__number" aria-hidden="true">
          {index + 1}
        </View>
        <View className="guide__step-main">
          <View className="guide__step-name" aria-label={`第 ${index + 1} 步，${name}，由${actor}办`}>
            <View className="guide__step-title">{name}</View>
            <View className="guide__actor">{actor}</View>
          </View>
          <View className="small">{text}</View>
        </View>
      </View>
    ))}
  </View>
);

const Parties = ({ parties }: { parties: GuideView['parties'] }) => (
  <View>
    {parties.map(({ name, who, how, agreesTo }) => (
      <View className="guide__party" key={name}>
        <View className="guide__step-name">{name}</View>
        <View className="small">{`${who}。${how}。`}</View>
        {agreesTo.length > 0 && <Bullets items={agreesTo} />}
      </View>
    ))}
  </View>
);

const Samples = ({ samples }: { samples: GuideView['samples'] }) => (
  <View>
    <View className="small">下面是填写的样子，请换成您自己的内容。</View>
    {samples.map(({ step, field, example, hint }) => (
      <View className="guide__sample" key={`${step}${field}`}>
        <View className="guide__sample-name">{field}</View>
        <View className="guide__example" aria-label={`样例：${example}`}>
          {example}
        </View>
        {hint && <View className="small">{hint}</View>}
      </View>
    ))}
  </View>
);

/** What stands in each section; an empty one is left out, anchors included. */
function contentOf(guide: GuideView): Array<[GuideSection, ReactNode]> {
  const content: Record<GuideSection, ReactNode> = {
    conditions: <Bullets items={guide.conditions} />,
    materials: <Bullets items={guide.materials} />,
    samples: guide.samples.length > 0 && <Samples samples={guide.samples} />,
    steps: <Steps steps={guide.steps} />,
    parties: guide.parties.length > 0 && <Parties parties={guide.parties} />,
    fees: <FeeTable fees={guide.fees} payer={guide.payer} />,
    times: <Facts rows={guide.times.map(({ name, text }) => [name, text] as const)} />,
    result: <View>{guide.result}</View>,
    legalBasis: <Bullets items={guide.legalBasis} />,
  };
  return (Object.keys(guideSections) as GuideSection[])
    .filter((section) => content[section])
    .map((section) => [section, content[section]]);
}

function Anchors({ sections }: { sections: GuideSection[] }) {
  return (
    <View className="guide__anchors" aria-label="目录">
      {sections.map((section) => (
        <View
          className="guide__anchor"
          key={section}
          onClick={() => toSection(section)}
          {...onKeys(() => toSection(section))}
          {...a11y({ role: 'link', label: `跳到${guideSections[section]}` })}
        >
          {guideSections[section]}
        </View>
      ))}
    </View>
  );
}

function Guide({ guide }: { guide: GuideView }) {
  const sections = contentOf(guide);
  return (
    <View>
      <View className="guide__name" {...a11y({ role: 'heading' })}>
        {guide.name}
      </View>
      <View className="lead">{guide.summary}</View>
      <View className="small guide__count">{guide.startedBy}</View>
      <Anchors sections={sections.map(([section]) => section)} />
      {sections.map(([section, content]) => (
        <View key={section}>
          <View id={anchor(section)} className={PLACE} aria-hidden="true" />
          <Card title={guideSections[section]}>
            {content}
            {guide.notes
              .filter((note) => note.section === section)
              .map((note) => (
                <View className="guide__note" key={`${note.updatedAt}${note.text}`}>
                  <View className="guide__note-by">{`登记中心说明 · ${day(note.updatedAt)}`}</View>
                  <View className="guide__note-text">{note.text}</View>
                </View>
              ))}
          </Card>
        </View>
      ))}
    </View>
  );
}

export default function GuidePage() {
  const id = useParam('id') ?? '';
  const { data, error, reload } = useLoad(() => call(routes.guides.detail, { params: { id } }), [id]);
  // An app older than the server may not know the business yet; it then cannot show its forms.
  const ready = data?.citizenMayStart && currentBusiness(data.businessId) !== undefined;
  return (
    <Page
      title="办事指南"
      foot={
        ready && (
          <Button id="guide-start" onTap={() => go('/packages/apply/start', { type: data.businessId })}>
            立即办理
          </Button>
        )
      }
    >
      <Failed error={error} onRetry={reload} />
      {error !== undefined && (
        <Button kind="quiet" onTap={() => go('/packages/guide/index')}>
          看全部指南
        </Button>
      )}
      {!data && !error && <Skeleton rows={6} />}
      {data && <Guide guide={data} />}
      {data && !data.citizenMayStart && (
        <Banner title="由机构发起">这件事由银行、开发企业等机构发起，轮到您时会发消息提醒您。</Banner>
      )}
    </Page>
  );
}
