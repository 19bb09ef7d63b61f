import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { Banner, Button, Card, Page } from '@/ui';

const address = API_BASE || (process.env.TARO_ENV === 'h5' ? window.location.origin : '');

export default function Browser() {
  return (
    <Page title="浏览器">
      <Card title="用电脑办理">
        <View className="lead">电脑上请用谷歌浏览器（Chrome）或其他新版浏览器打开下面的网址，内容和手机上一样。</View>
        <View className="lead">{address}</View>
        <Button kind="quiet" onTap={() => void Taro.setClipboardData({ data: address })}>
          复制网址
        </Button>
      </Card>
      <Banner>刷脸确认要用手机：电脑上会显示二维码，用手机扫一扫就行。</Banner>
    </Page>
  );
}
