/** What people are told, and when. `{name}` stands for a parameter; no ID or phone number is ever one. */
export const messageTemplates = {
  'authorise-request': {
    title: '请您授权',
    body: '{applicant}邀请您作为{role}办理{business}（{location}）。请在“我的授权”里核对内容，刷脸授权或选择到窗口核验。',
  },
  'authorise-again': {
    title: '请您重新授权',
    body: '{business}（{location}）的不动产有新的登记情况，您之前的授权不再有效。请在“我的授权”里看过并作出承诺后重新授权。',
  },
  'co-owner-told': {
    title: '共有的不动产正在办理登记',
    body: '{applicant}已提交{business}（{location}），受理编号 {acceptanceNumber}。占份额三分之二以上的共有人已经同意，按民法典第三百零一条通知您。您不同意或共有人之间另有约定的，请尽快联系登记中心。',
  },
  'mortgage-stays': {
    title: '抵押的不动产已转移登记',
    body: '{location}已办理{business}，受理编号 {acceptanceNumber}，现权利人：{owners}。贵单位的抵押权（登记证明号 {certificates}）继续存在，不受影响；债务事宜请与抵押人联系。',
  },
  'authorise-reminder': {
    title: '还在等您授权',
    body: '{applicant}的{business}（{location}）还差您的授权，请在“我的授权”里办理。',
  },
  'authorisations-complete': {
    title: '授权已经齐全',
    body: '{business}（{location}）需要的授权已经齐全，请您提交申请。',
  },
  'authorisation-refused': {
    title: '有人没有同意',
    body: '{business}（{location}）：{who}没有同意。原因：{reason}。您可以修改后重新发起，或撤回申请。',
  },
  submitted: { title: '申请已提交', body: '{business}（{location}）已提交，受理编号 {acceptanceNumber}，正在审核。' },
  'correction-requested': {
    title: '请补正材料',
    body: '{business}（{location}）需要修改：{reason} 请改好后重新提交。',
  },
  approved: { title: '审核通过', body: '{business}（{location}）审核通过。' },
  rejected: {
    title: '审核未通过',
    body: '{business}（{location}）{decision}。原因：{reason}。有疑问请到登记窗口咨询。',
  },
  'payment-due': { title: '请缴登记费', body: '{business}（{location}）需缴登记费 {amount} 元，微信或支付宝都可以。' },
  paid: { title: '缴费成功', body: '{business}（{location}）登记费已到账，正在登簿。' },
  completed: {
    title: '已办结',
    body: '{business}（{location}）已登簿发证，受理编号 {acceptanceNumber}。新权利人可在“我的不动产”查看电子证书。',
  },
  withdrawn: { title: '申请已撤回', body: '{business}（{location}）已撤回。原因：{reason}。已缴的费用会原路退回。' },
  lapsed: { title: '申请已失效', body: '{business}（{location}）超过办理期限，已经失效。需要办理的，可以重新申请。' },
  suspended: {
    title: '办理已中止',
    body: '{business}（{location}）已中止。{reason}已缴的费用会原路退回，限制解除后会恢复办理。',
  },
  'appointment-booked': {
    title: '预约成功',
    body: '{time} 到{point}（{address}），预约号 {number}。请带身份证原件按时到场；来不了请在时段开始前取消。',
  },
  'appointment-changed': {
    title: '预约已改',
    body: '预约号 {number} 已改到 {time}，{point}（{address}）。请带身份证原件按时到场。',
  },
  'appointment-cancelled': {
    title: '预约已取消',
    body: '预约号 {number}（{time}，{point}）已取消。需要时可以重新预约。',
  },
  'appointment-closed': {
    title: '预约日休息，预约已取消',
    body: '{point}在您预约的日子（{time}）休息，预约号 {number} 已取消。给您添麻烦了，请重新选一天。',
  },
  'appointment-reminder': {
    title: '明天有预约',
    body: '提醒您：{time} 到{point}（{address}），预约号 {number}。请带身份证原件；来不了请提前取消。',
  },
  'agent-given': {
    title: '委托已发出',
    body: '您请{agent}代办：{scopes}，到{endsOn}为止，对方接受后生效。不是您本人操作的，请马上在“我的－家人代办”里撤销，并改密码。',
  },
  'agent-offered': {
    title: '有人请您代办',
    body: '{principal}请您代办：{scopes}，到{endsOn}为止。请在“我的－家人代办”里看清内容，再决定接受或不接受。',
  },
  'agent-accepted': {
    title: '代办人已接受',
    body: '{agent}接受了您的委托，现在起可以代您办：{scopes}，到{endsOn}为止。您随时可以在“我的－家人代办”里撤销。',
  },
  'agent-declined': { title: '代办人没有接受', body: '{agent}没有接受您的委托，需要时可以另请一位。' },
  'agent-renounced': { title: '代办人已辞去', body: '{agent}不再代您办理。已经办完的仍然有效，没办完的请您本人继续。' },
  'agent-revoked': { title: '委托已撤销', body: '{principal}撤销了给您的委托，您不能再代为办理。' },
  'agent-expired': {
    title: '委托已到期',
    body: '{principal}请{agent}代办的委托已到期（{endsOn}），不能再代办。需要时可以重新委托。',
  },
  resumed: { title: '恢复办理', body: '{business}（{location}）的限制已解除，恢复办理。' },
} as const satisfies Record<string, { title: string; body: string }>;

export type MessageTemplate = keyof typeof messageTemplates;

/** Free text (a reason) may quote an identity or phone number; nothing that is sent out shows one. */
const withoutNumbers = (text: string): string =>
  text
    .replace(/(?<!\d)(\d{4})\d{12}(\d[\dXx])(?!\d)/g, '$1************$2')
    .replace(/(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2');

/** Title and text of a message; a parameter that is missing leaves nothing behind. */
export function renderMessage(
  template: MessageTemplate,
  params: Record<string, string>,
): { title: string; body: string } {
  const { title, body } = messageTemplates[template];
  const filled = body.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    // Fifteen digits with a date in front: ours, and meant to be read.
    return name === 'acceptanceNumber' ? value : withoutNumbers(value);
  });
  return { title, body: filled.slice(0, 500) };
}
