import { Card, Page, Timeline } from '@/ui';

const wechat = [
  '打开微信，点上方的搜索',
  '输入“珠城e登”',
  '点进小程序，再点右上角三个点',
  '选“添加到我的小程序”，下次在微信首页下拉就能找到',
];
const alipay = ['打开支付宝，点上方的搜索', '输入“珠城e登”', '点进小程序，再点右上角的星星收藏'];

export default function Install() {
  return (
    <Page title="安装指南">
      <Card title="在微信里用">
        <Timeline items={wechat.map((title) => ({ title, state: 'next' }))} />
      </Card>
      <Card title="在支付宝里用">
        <Timeline items={alipay.map((title) => ({ title, state: 'next' }))} />
      </Card>
    </Page>
  );
}
