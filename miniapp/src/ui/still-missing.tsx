import type { AssuranceLevel } from '@zhucheng/shared';
import { useEffect } from 'react';
import { type Missing, ways } from '@/core/assurance';
import { refreshCitizen } from '@/core/citizen';
import { go } from '@/core/go';
import { Button } from './button';
import { Empty } from './empty';
import type { IconName } from './icons';

/** What the button says that leads on. */
export const wayNames = {
  REAL_NAME_REQUIRED: '去实名认证',
  PROOF_REQUIRED: '去确认是您本人',
  DEVICE_UNCONFIRMED: '去确认这台设备',
} as const satisfies Record<Missing, string>;

const words = {
  REAL_NAME_REQUIRED: {
    id: 'gate-real-name',
    icon: 'shield',
    title: '先填写姓名和身份证号',
    note: '办理登记要实名，只需填写一次。',
  },
  PROOF_REQUIRED: {
    id: 'gate-prove',
    icon: 'face',
    title: '先确认是您本人',
    note: '这一页有您的房产和证件信息。刷一次脸，或带身份证到窗口，别人就不能冒用您的名字；一年内不用再刷。',
  },
  DEVICE_UNCONFIRMED: {
    id: 'gate-device',
    icon: 'phone',
    title: '先确认这台设备是您在用',
    note: '用密码或新绑定的微信、支付宝登录以后，或者 30 分钟没有操作，都要请您确认一下。收一条短信验证码，或刷一次脸，就可以继续。',
  },
} as const satisfies Record<Missing, { id: string; icon: IconName; title: string; note: string }>;

/** What has to be made up for before this page shows, and the way there; it may have been done elsewhere meanwhile. */
export function StillMissing({ missing, wanted }: { missing: Missing; wanted: AssuranceLevel }) {
  useEffect(() => {
    void refreshCitizen().catch(() => undefined);
  }, []);
  return <MissingWords missing={missing} onTap={() => go(ways[missing], { level: wanted })} />;
}

export function MissingWords({ missing, onTap }: { missing: Missing; onTap(): void }) {
  const { id, icon, title, note } = words[missing];
  return (
    <Empty
      icon={icon}
      title={title}
      note={note}
      action={
        <Button id={id} onTap={onTap}>
          {wayNames[missing]}
        </Button>
      }
    />
  );
}
