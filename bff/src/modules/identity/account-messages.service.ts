import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Transaction } from '../../platform/database/transaction';
import { newId } from '../../platform/ids';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { MessageSmsSender } from './message-sms.service';

/** What the holder of a phone is told about an account; no name and no number is in it. */
const texts = {
  'account-moved':
    '您用这个手机号登录的珠城e登账号，已由身份证上的本人核验后接管，这个手机号不再能进入该账号。如有疑问，请带身份证到登记窗口。',
  'account-proven': '您的珠城e登账号刚刚完成了本人核验。不是您本人操作的，请马上带身份证到登记窗口。',
  'password-changed':
    '您的珠城e登账号密码刚刚修改，其他设备已退出登录。不是您本人操作的，请马上用“忘记密码”重新设置，并联系登记窗口。',
  'phone-changed':
    '您的珠城e登账号刚刚换绑了另一个手机号，这个手机号不再能进入该账号。不是您本人操作的，请马上带身份证到登记窗口。',
  'wallet-bound':
    '您的珠城e登账号刚刚绑定了一个微信或支付宝，可以用它登录。不是您本人操作的，请马上在“我的 → 账号与安全”里解除，并联系登记窗口。',
  'wallet-removed':
    '您的珠城e登账号刚刚解除了一个微信或支付宝，它不再能登录。不是您本人操作的，请马上带身份证到登记窗口。',
  'new-device':
    '您的珠城e登账号刚刚在一台新设备（或很久没用过的设备）上登录。不是您本人操作的，请在“我的 → 账号与安全”里退出该设备并修改密码。',
  'staff-new-device':
    '您的珠城e登经办人账号刚刚在一台新设备上登录。不是您本人操作的，请马上请本机构管理员停用这个账号。',
} as const;
export type AccountMessage = keyof typeof texts;

interface Delivery {
  phone: string;
  /** The name of the field that waiting tasks have. */
  notice: AccountMessage;
  reference: string;
}

/**
 * What anybody brings about again and again who has the password: said once in a while. All others tell of something that
 * happened to the account, and each is said every time.
 */
const repeatable: ReadonlySet<AccountMessage> = new Set<AccountMessage>(['new-device', 'staff-new-device']);

/** Short messages about the account itself, to a phone that may no longer belong to one. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountMessages {
  @Inject() outbox!: Outbox;
  @Inject() sender!: MessageSmsSender;

  @Init()
  async init(): Promise<void> {
    const deliver = (task: Task<Delivery>) => this.deliver(task);
    this.outbox.on('identity.notice', deliver, { maxAttempts: 8, backoffMs: 10_000 });
  }

  async send(tx: Transaction, phone: string, message: AccountMessage): Promise<void> {
    const reference = newId(tx.now);
    await tx.enqueue('identity.notice', reference, { phone, notice: message, reference } satisfies Delivery);
  }

  private async deliver({ payload, attempt }: Task<Delivery>): Promise<void> {
    const { phone, notice: message, reference } = payload;
    const share = repeatable.has(message) ? 'device' : 'account';
    await this.sender.send({ phone, text: texts[message], reference, share, kind: message }, attempt);
  }
}
