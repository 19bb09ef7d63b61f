import { Image, View } from '@tarojs/components';
import { setElderMode, useElderMode } from '@/core/elder';
import { go } from '@/core/go';
import { a11y, Card, Cell, Icon, onKeys, Page, Switch } from '@/ui';
import houseWhite from '@/ui/icons/house-white.png';
import { entries } from './entries';
import { Waiting } from './waiting';
import './index.scss';

export default function Home() {
  const elder = useElderMode();
  return (
    <Page className="home">
      <View className="home__top">
        <View className="home__brand">
          <View className="home__mark">
            <Image src={houseWhite} className="icon icon--large" aria-hidden="true" />
          </View>
          <View>
            <View className="home__name" {...a11y({ role: 'heading' })}>
              珠城e登
            </View>
            <View className="home__office">北海市不动产登记综合服务平台</View>
          </View>
        </View>
        <Switch label="大字版" on={elder} onChange={setElderMode} />
      </View>

      <Waiting />

      <View
        className="home__start"
        onClick={() => go('/pages/apply/index')}
        {...onKeys(() => go('/pages/apply/index'))}
        {...a11y({ role: 'button', label: '我要办理登记，买卖、抵押、注销，在家就能办' })}
      >
        <View className="home__start-title">我要办理登记</View>
        <View>买卖、抵押、注销，在家就能办</View>
      </View>

      <Card>
        <View className="home__grid">
          {entries.map(({ name, icon, page }) => (
            <View
              className="home__entry"
              hoverClass="home__entry--pressed"
              key={name}
              onClick={() => go(page)}
              {...onKeys(() => go(page))}
              {...a11y({ role: 'button', label: name })}
            >
              <View className="home__entry-icon">
                <Icon name={icon} size="large" />
              </View>
              <View className="home__entry-name">{name}</View>
            </View>
          ))}
        </View>
      </Card>

      <Card title="通知公告" flush>
        <Cell
          icon="bell"
          title="网上办理，不用再跑大厅"
          note="买卖双方各自在手机上刷脸确认即可"
          onTap={() => go('/packages/guide/manual')}
        />
        <Cell icon="shield" title="谨防诈骗" note="登记中心不会打电话要验证码，也不会让您转账" />
      </Card>

      <Card title="需要帮忙" flush>
        <Cell
          icon="manual"
          title="办事指南"
          note="要什么条件、材料，多少钱，多少天"
          onTap={() => go('/packages/guide/index')}
        />
        <Cell
          icon="chat"
          title="问一问"
          note="办事条件、材料、费用，随时可问"
          onTap={() => go('/packages/guide/manual')}
        />
        <Cell icon="pin" title="去大厅办" note="查看各服务点的地址和时间" onTap={() => go('/packages/guide/manual')} />
      </Card>
    </Page>
  );
}
