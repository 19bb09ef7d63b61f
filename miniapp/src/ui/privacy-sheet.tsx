import { View } from '@tarojs/components';
import { answerPrivacy, usePrivacyRequest } from '@/core/privacy';
import { Button } from './button';
import { Sheet } from './sheet';

/** WeChat requires this consent before phone number, camera or album may be used. */
export function PrivacySheet() {
  const request = usePrivacyRequest();
  return (
    <Sheet
      open={request !== null}
      title="隐私保护提示"
      actions={
        <>
          <Button
            host={{
              id: 'privacy-agree',
              openType: 'agreePrivacyAuthorization',
              onAgreePrivacyAuthorization: () => answerPrivacy(true),
            }}
          >
            同意并继续
          </Button>
          <Button kind="quiet" onTap={() => answerPrivacy(false)}>
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
