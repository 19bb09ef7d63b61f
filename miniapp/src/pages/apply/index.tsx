import { View } from '@tarojs/components';
import { type BusinessCategory, routes } from '@zhucheng/shared';
import { useMemo, useState } from 'react';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { Banner, Button, Card, Cell, Empty, Failed, Fold, type IconName, Page, Search, Skeleton } from '@/ui';
import { matching, type Offer, offersOf, sectionsOf } from './offers';

const icons: Record<BusinessCategory, IconName> = {
  transfer: 'transfer',
  mortgage: 'key',
  'advance-notice': 'bell',
  first: 'house',
  discharge: 'letter',
  preliminary: 'manual',
};

/** One business type; leads to what it takes and how it goes. */
const OfferCell = ({ offer, id, plain }: { offer: Offer; id: string; plain?: boolean }) => (
  <Cell
    id={id}
    icon={plain ? undefined : icons[offer.category]}
    title={offer.name}
    note={offer.note}
    onTap={() => go('/packages/apply/index', { type: offer.id })}
  />
);

function Sections({ offers }: { offers: Offer[] }) {
  const mine = offers.filter((offer) => offer.mine);
  const others = offers.filter((offer) => !offer.mine);
  const nth = (offer: Offer) => `apply-${mine.indexOf(offer)}`;
  return (
    <>
      {sectionsOf(mine).map((section) => (
        <Card key={section.category} title={section.name} flush>
          {section.offers.map((offer) => (
            <OfferCell key={offer.id} id={nth(offer)} offer={offer} />
          ))}
          {section.groups.length > 0 && (
            <View className="card__lead">去窗口前先在网上看材料齐不齐，预审通过再预约时间。</View>
          )}
          {section.groups.map((group, index) => (
            <Fold
              key={group.name}
              id={`apply-group-${index}`}
              title={`${group.name}（${group.offers.length} 项）`}
              note={group.offers.map((offer) => offer.name.replace(/预审$/, '')).join('、')}
            >
              {group.offers.map((offer) => (
                <OfferCell key={offer.id} id={nth(offer)} offer={offer} plain />
              ))}
            </Fold>
          ))}
        </Card>
      ))}
      {others.length > 0 && (
        <Card title="由银行或开发企业发起" flush>
          <View className="card__lead">您不用自己申请。对方发起后会发消息给您，轮到您时在“我的授权”里办。</View>
          <Cell
            id="apply-authorisations"
            icon="face"
            title="我的授权"
            note="等您核对、刷脸的业务"
            onTap={() => go('/packages/authorise/index')}
          />
          {others.map((offer) => (
            <OfferCell key={offer.id} id={`apply-other-${others.indexOf(offer)}`} offer={offer} />
          ))}
        </Card>
      )}
      <Banner title="办不了怎么办">遇到特殊情况，可以到大厅窗口办理，工作人员会帮您。</Banner>
    </>
  );
}

function Found({ offers, looked, onClear }: { offers: Offer[]; looked: string; onClear(): void }) {
  const found = matching(offers, looked);
  if (found.length === 0) {
    return (
      <Empty
        icon="lens"
        title={`没有找到“${looked.trim()}”`}
        note="换个词试试，例如“继承”“抵押”“过户”。没有的事项可以到大厅窗口办理。"
        action={
          <Button kind="quiet" onTap={onClear}>
            看全部
          </Button>
        }
      />
    );
  }
  return (
    <Card title={`找到 ${found.length} 项`} flush>
      {found.map((offer, index) => (
        <OfferCell key={offer.id} id={`apply-found-${index}`} offer={offer} />
      ))}
    </Card>
  );
}

export default function Apply() {
  const { data, error, reload } = useLoad(() => call(routes.cases.businesses, {}), []);
  const [looked, setLooked] = useState('');
  const offers = useMemo(() => data && offersOf(data.items), [data]);
  return (
    <Page>
      <Search id="apply-search" label="找要办的事" value={looked} onChange={setLooked} />
      <Failed error={error} onRetry={reload} />
      {!offers && !error && <Skeleton />}
      {offers &&
        (looked.trim() === '' ? (
          <Sections offers={offers} />
        ) : (
          <Found offers={offers} looked={looked} onClear={() => setLooked('')} />
        ))}
    </Page>
  );
}
