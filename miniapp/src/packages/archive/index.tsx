import { View } from '@tarojs/components';
import { go } from '@/core/go';
import { Banner, Button, Card, Page } from '@/ui';

export default function Archive() {
  return (
    <Page title="查档核验">
      <Card title="核验证书和证明">
        <View className="lead">扫证书、证明上的二维码，或填写证号和权利人，就能知道是真是假、是否有效。</View>
        <Button id="archive-verify" onTap={() => go('/packages/certificate/verify/index')}>
          去核验
        </Button>
      </Card>
      <Banner title="要打印查档证明">请带身份证到登记大厅的自助机或窗口办理，当场领取。</Banner>
    </Page>
  );
}
