import { View } from '@tarojs/components';
import { Button } from '../button';
import { Card } from '../card';
import { Cell } from '../cell';
import { Facts } from '../facts';
import { Fold } from '../fold';
import { Icon } from '../icon';
import { type IconName, icons } from '../icons';
import { Page } from '../page';
import { PrivacyQuestion } from '../privacy-sheet';
import { Qr } from '../qr';
import { ReasonSheet } from '../reason-sheet';
import { Sheet } from '../sheet';
import { Steps } from '../steps';
import { Tabs } from '../tabs';
import { Tag } from '../tag';
import { Timeline } from '../timeline';
import { long, nothing, type States } from './state';

const onColour = (name: IconName): boolean => name.endsWith('-white');

/** Buttons, lists and surfaces. */
export const parts: States = {
  Button: [
    { name: '主要', show: <Button onTap={nothing}>提交申请</Button> },
    {
      name: '次要',
      show: (
        <Button kind="quiet" onTap={nothing}>
          再看看
        </Button>
      ),
    },
    {
      name: '不能收回',
      show: (
        <Button kind="danger" onTap={nothing}>
          撤回申请
        </Button>
      ),
    },
    {
      name: '文字',
      show: (
        <Button kind="text" onTap={nothing}>
          查看全部
        </Button>
      ),
    },
    { name: '正在办理', show: <Button busy>提交申请</Button> },
    { name: '不能点', show: <Button disabled>提交申请</Button> },
    { name: '长文字', show: <Button onTap={nothing}>{`确认转让${long}`}</Button> },
  ],
  Card: [
    { name: '有标题', show: <Card title="房屋">海城区北部湾中路 18 号</Card> },
    {
      name: '标题旁有状态',
      show: (
        <Card title="二手房转移登记" extra={<Tag kind="wait">待缴费</Tag>}>
          受理编号 202603094829130
        </Card>
      ),
    },
    {
      name: '装着列表',
      show: (
        <Card title="我的证书" flush>
          <Cell title="不动产权证书" note="向海湾花园 12 幢 1803 室" onTap={nothing} />
          <Cell title="不动产登记证明" onTap={nothing} />
        </Card>
      ),
    },
    { name: '长文字', show: <Card title={long}>{long}</Card> },
  ],
  Cell: [
    { name: '只看', show: <Cell title="手机号" value="138****6688" /> },
    { name: '可以进去', show: <Cell title="办事指南" icon="manual" note="材料、费用、时限" onTap={nothing} /> },
    {
      name: '带标记',
      show: <Cell title="二手房转移登记" note="昨天 15:20" mark={<Tag kind="ok">已办结</Tag>} onTap={nothing} />,
    },
    { name: '长文字', show: <Cell title={long} icon="house" note={long} value="100.00 元" onTap={nothing} /> },
  ],
  Facts: [
    {
      name: '几行',
      show: (
        <Facts
          rows={[
            ['权利人', '陈海波'],
            ['共有情况', '单独所有'],
          ]}
        />
      ),
    },
    {
      name: '长文字',
      show: (
        <Facts
          rows={[
            ['坐落', long],
            ['不动产单元号', '450502001001GB00001F00010001'],
          ]}
        />
      ),
    },
  ],
  Fold: [
    {
      name: '合着',
      show: (
        <Fold title="收费明细" note="共 80 元">
          登记费 80 元，每件。
        </Fold>
      ),
    },
    { name: '长文字', show: <Fold title={long}>{long}</Fold> },
  ],
  Icon: (Object.keys(icons) as IconName[]).map((name) => ({
    name,
    show: (
      <View className={onColour(name) ? 'gallery__dark' : ''}>
        <Icon name={name} />
      </View>
    ),
  })),
  Page: [
    {
      name: '标题、内容和底部',
      framed: true,
      show: (
        <Page title="核对信息" foot={<Button onTap={nothing}>下一步</Button>}>
          <Card title="房屋">海城区北部湾中路 18 号</Card>
        </Page>
      ),
    },
    { name: '长标题', framed: true, show: <Page title={long}>{long}</Page> },
  ],
  PrivacySheet: [{ name: '微信的询问', framed: true, show: <PrivacyQuestion open onAnswer={nothing} /> }],
  Qr: [
    { name: '短', show: <Qr text="https://example.org/verify?token=1" label="证书核验二维码" /> },
    { name: '长', show: <Qr text={`https://example.org/verify?token=${'8'.repeat(240)}`} label="刷脸确认二维码" /> },
  ],
  ReasonSheet: [
    {
      name: '空的',
      framed: true,
      show: (
        <ReasonSheet
          id="sample-reason"
          open
          title="撤回这件申请？"
          label="撤回的原因"
          confirm="撤回"
          note="已缴的费用会原路退回。"
          onClose={nothing}
          onConfirm={async () => undefined}
        />
      ),
    },
  ],
  Sheet: [
    {
      name: '一个决定',
      framed: true,
      show: (
        <Sheet
          open
          title="上传身份证"
          onClose={nothing}
          actions={
            <>
              <Button onTap={nothing}>拍照</Button>
              <Button kind="quiet" onTap={nothing}>
                从相册选
              </Button>
            </>
          }
        >
          <View>请把四个角都拍进去。</View>
        </Sheet>
      ),
    },
    {
      name: '长文字',
      framed: true,
      show: (
        <Sheet open title={long}>
          <View>{long}</View>
        </Sheet>
      ),
    },
  ],
  Steps: [
    { name: '第一步', show: <Steps names={['房屋', '买方', '价格', '核对']} at={0} /> },
    { name: '最后一步', show: <Steps names={['房屋', '买方', '价格', '核对']} at={3} /> },
    { name: '长文字', show: <Steps names={[long, '核对']} at={0} /> },
  ],
  Tabs: [
    {
      name: '两种办法',
      show: (
        <Tabs
          options={[
            { value: 'online', label: '网上申请的' },
            { value: 'counter', label: '窗口受理的' },
          ]}
          value="online"
          onChange={nothing}
        />
      ),
    },
  ],
  Timeline: [
    {
      name: '进行中',
      show: (
        <Timeline
          items={[
            { title: '已受理', state: 'done', time: '3 月 9 日 10:02' },
            { title: '等待各方确认', state: 'now', note: '还差 林晓珍。' },
            { title: '缴费', state: 'next' },
          ]}
        />
      ),
    },
    {
      name: '已停止、长文字',
      show: (
        <Timeline
          items={[
            { title: '已受理', state: 'done', time: '3 月 9 日 10:02' },
            { title: `已暂停：${long}`, state: 'stopped', note: long },
          ]}
        />
      ),
    },
  ],
};
