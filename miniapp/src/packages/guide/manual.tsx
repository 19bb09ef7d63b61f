import { View } from '@tarojs/components';
import { Card, Page } from '@/ui';

const chapters = [
  ['怎样登录和实名', '用微信或支付宝登录，也可以用手机号加短信验证码。第一次办事前要填写姓名和身份证号完成实名。'],
  ['怎样办理登记', '在“办事”里选要办的事，照着提示一步一步填。填到一半离开也不要紧，内容会自动保存。'],
  ['怎样刷脸确认', '别人发起业务、需要您同意时，打开“我的授权”，核对内容后刷脸即可。不放心可以不同意。'],
  ['怎样缴费', '审核通过后会发消息提醒您缴费，可以用微信支付或支付宝。'],
  ['怎样看证书', '办好后，在“我的电子证照”里可以看到证书，也可以下载保存。'],
] as const;

export default function Manual() {
  return (
    <Page title="操作手册">
      {chapters.map(([title, text]) => (
        <Card title={title} key={title}>
          <View>{text}</View>
        </Card>
      ))}
    </Page>
  );
}
