import { View } from '@tarojs/components';
import { answerPrivacy, usePrivacyRequest } from '@/core/privacy';
import { Button } from './button';
import { Sheet } from './sheet';

/** WeChat requires this consent before phone number, camera or album may be used. */
export const PrivacySheet = () => <PrivacyQuestion open={usePrivacyRequest() !== null} onAnswer={answerPrivacy} />;

export function PrivacyQuestion({ open, onAnswer }: { open: boolean; onAnswer(agree: boolean): void }) {
  return (
    <Sheet
      open={open}
      title="隐私保护提示"
      actions={
        <>
          <Button
            host={{
              id: 'privacy-agree',
              openType: 'agreePrivacyAuthorization',
              onAgreePrivacyAuthorization: () => onAnswer(true),
            }}
          >
            同意并继续
          </Button>
          <Button kind="quiet" onTap={() => onAnswer(false)}>
            暂不同意
          </Button>
        </>
      }
    >
      <View>
        办理不动产登记需要用到您的手机号、人脸核验结果和您上传的材料。我们只在办理您的业务时使用，详见《珠城e登隐私保护指引》。不同意也可以继续浏览办事指南。
      </View>
    </Sheet>
  );
}
