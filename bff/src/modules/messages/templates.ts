/** What somebody has to do. */
type Request = 'authorise' | 'submit' | 'correct' | 'pay' | 'pay-tax';

/** Never put together with another message. */
interface Alone {
  alone: true;
}

/** What is said of it in one message with news of the same case that came within seconds. */
interface Joinable {
  /** A request is repeated in full until news comes that it has been answered. */
  asks?: Request;
  /** Requests that are done with by this news. */
  answers?: readonly Request[];
  /** Said before the news that has overtaken it; nothing is said of the others. */
  past?: string;
}

type Template = { title: string; body: string } & (Alone | Joinable);

const everything = ['authorise', 'submit', 'correct', 'pay', 'pay-tax'] as const satisfies readonly Request[];

/** What people are told, and when. `{name}` stands for a parameter; no ID or phone number is ever one. */
export const messageTemplates = {
  'authorise-request': {
    title: '请您授权',
    body: '{applicant}邀请您作为{role}办理{business}（{location}）。请在“我的授权”里核对内容，刷脸授权或选择到窗口核验。',
    asks: 'authorise',
  },
  'authorise-again': {
    title: '请您重新授权',
    body: '{business}（{location}）的不动产有新的登记情况，您之前的授权不再有效。请在“我的授权”里看过并作出承诺后重新授权。',
    asks: 'authorise',
    answers: ['authorise'],
  },
  'co-owner-told': {
    title: '共有的不动产正在办理登记',
    body: '{applicant}已提交{business}（{location}），受理编号 {acceptanceNumber}。占份额三分之二以上的共有人已经同意，按民法典第三百零一条通知您。您不同意或共有人之间另有约定的，请尽快联系登记中心。',
    alone: true,
  },
  'mortgage-stays': {
    title: '抵押的不动产已转移登记',
    body: '{location}已办理{business}，受理编号 {acceptanceNumber}，现权利人：{owners}。贵单位的抵押权（登记证明号 {certificates}）继续存在，不受影响；债务事宜请与抵押人联系。',
    alone: true,
  },
  'authorise-reminder': {
    title: '还在等您授权',
    body: '{applicant}的{business}（{location}）还差您的授权，请在“我的授权”里办理。',
    asks: 'authorise',
    answers: ['authorise'],
  },
  'authorisations-complete': {
    title: '授权已经齐全',
    body: '{business}（{location}）需要的授权已经齐全，请您提交申请。',
    asks: 'submit',
    answers: ['authorise'],
  },
  'authorisation-refused': {
    title: '有人没有同意',
    body: '{business}（{location}）：{who}没有同意。原因：{reason}。您可以修改后重新发起，或撤回申请。',
    asks: 'correct',
    answers: ['submit'],
  },
  submitted: {
    title: '申请已提交',
    body: '{business}（{location}）已提交，受理编号 {acceptanceNumber}，正在审核。',
    answers: ['submit', 'correct'],
    past: '已提交，受理编号 {acceptanceNumber}。',
  },
  'correction-requested': {
    title: '请补正材料',
    body: '{business}（{location}）需要修改：{reason} 请改好后重新提交。',
    asks: 'correct',
    answers: ['submit'],
  },
  approved: { title: '审核通过', body: '{business}（{location}）审核通过。', answers: ['correct'], past: '审核通过。' },
  rejected: {
    title: '审核未通过',
    body: '{business}（{location}）{decision}。原因：{reason}。有疑问请到登记窗口咨询。',
    answers: everything,
  },
  'payment-due': {
    title: '请缴登记费',
    body: '{business}（{location}）需缴登记费 {amount} 元，微信或支付宝都可以。',
    asks: 'pay',
    answers: ['pay'],
  },
  'tax-due': {
    title: '请缴税费',
    body: '{business}（{location}）税务部门核定您一方应缴税费 {amount} 元，在「我的缴费」里缴清后登簿。',
    asks: 'pay-tax',
    answers: ['pay-tax'],
  },
  'tax-refund': {
    title: '已申请退税',
    body: '{business}（{location}）没有登记，已替您向税务部门申请退还已缴的税费，由税务部门原路退回。',
  },
  paid: {
    title: '缴费成功',
    body: '{business}（{location}）应缴费用已到账，正在登簿。',
    answers: ['pay', 'pay-tax'],
    past: '登记费已到账。',
  },
  'refund-begun': {
    title: '登记费退还',
    body: '{business}（{location}）的登记费退还 {amount} 元，原因：{reason}。款项原路退回，一般三个工作日内到账，您不用办理。',
    alone: true,
  },
  'refund-by-bank': {
    title: '登记费已转账退还',
    body: '{business}（{location}）的登记费 {amount} 元没能原路退回，登记中心已于 {day} 通过银行转账退还，原因：{reason}。没有收到的，请联系登记中心。',
    alone: true,
  },
  completed: {
    title: '已办结',
    body: '{business}（{location}）已登簿发证，受理编号 {acceptanceNumber}。新权利人可在“我的不动产”查看电子证书。',
    answers: everything,
  },
  withdrawn: {
    title: '申请已撤回',
    body: '{business}（{location}）已撤回。原因：{reason}。已缴的费用会原路退回。',
    answers: everything,
  },
  lapsed: {
    title: '申请已失效',
    body: '{business}（{location}）超过办理期限，已经失效。需要办理的，可以重新申请。',
    answers: everything,
  },
  suspended: {
    title: '办理已中止',
    body: '{business}（{location}）已中止。{reason}已缴的费用会原路退回，限制解除后会恢复办理。',
    answers: ['pay', 'pay-tax'],
    past: '曾经中止，已缴的费用会原路退回。',
  },
  'escrow-deposit': {
    title: '请存入监管资金',
    body: '{business}（{location}）的房款 {amount} 元由监管银行保管，请在办件的“资金监管”里查看监管账户并存入。',
    alone: true,
  },
  'escrow-locked': {
    title: '监管资金已锁定',
    body: '{business}（{location}）的监管资金 {amount} 元已存入并锁定，登记办好后付给出卖人；没有办成的，原路退回。',
    alone: true,
  },
  'escrow-released': {
    title: '监管资金已付',
    body: '{business}（{location}）已经登簿，监管资金 {amount} 元已由监管银行按协议付出。',
    alone: true,
  },
  'escrow-returned': {
    title: '监管资金已退回',
    body: '{business}（{location}）没有登记，存入的监管资金已由监管银行原路退回。',
    alone: true,
  },
  'escrow-trouble': {
    title: '监管资金要核实',
    body: '{business}（{location}）：{trouble}登记中心正在和监管银行核实，核实清楚前不会登簿，也不会付款。',
    alone: true,
  },
  'payee-change': {
    title: '收款账号要更换',
    body: '{business}（{location}）：收款人 {payee} 已刷脸确认，把监管资金的收款账号换成尾号 {tail}，{time} 生效。有疑问的，请在此之前联系对方或登记中心；收款人可以在“资金监管”里取消。',
    alone: true,
  },
  'payee-changed': {
    title: '收款账号已更换',
    body: '{business}（{location}）：监管资金的收款账号已换成尾号 {tail}。',
    alone: true,
  },
  'payee-kept': {
    title: '收款账号没有更换',
    body: '{business}（{location}）：监管资金的收款账号没有更换，仍是尾号 {tail}。{reason}',
    alone: true,
  },
  'appointment-booked': {
    title: '预约成功',
    body: '{time} 到{point}（{address}），预约号 {number}。请带身份证原件按时到场；来不了请在时段开始前取消。',
    alone: true,
  },
  'appointment-changed': {
    title: '预约已改',
    body: '预约号 {number} 已改到 {time}，{point}（{address}）。请带身份证原件按时到场。',
    alone: true,
  },
  'appointment-cancelled': {
    title: '预约已取消',
    body: '预约号 {number}（{time}，{point}）已取消。需要时可以重新预约。',
    alone: true,
  },
  'appointment-closed': {
    title: '预约日休息，预约已取消',
    body: '{point}在您预约的日子（{time}）休息，预约号 {number} 已取消。给您添麻烦了，请重新选一天。',
    alone: true,
  },
  'appointment-reminder': {
    title: '明天有预约',
    body: '提醒您：{time} 到{point}（{address}），预约号 {number}。请带身份证原件；来不了请提前取消。',
    alone: true,
  },
  'agent-given': {
    title: '委托已发出',
    body: '您请{agent}代办：{scopes}，到{endsOn}为止，对方接受后生效。不是您本人操作的，请马上在“我的－家人代办”里撤销，并改密码。',
    alone: true,
  },
  'agent-offered': {
    title: '有人请您代办',
    body: '{principal}请您代办：{scopes}，到{endsOn}为止。请在“我的－家人代办”里看清内容，再决定接受或不接受。',
    alone: true,
  },
  'agent-accepted': {
    title: '代办人已接受',
    body: '{agent}接受了您的委托，现在起可以代您办：{scopes}，到{endsOn}为止。您随时可以在“我的－家人代办”里撤销。',
    alone: true,
  },
  'agent-declined': { title: '代办人没有接受', body: '{agent}没有接受您的委托，需要时可以另请一位。', alone: true },
  'agent-renounced': {
    title: '代办人已辞去',
    body: '{agent}不再代您办理。已经办完的仍然有效，没办完的请您本人继续。',
    alone: true,
  },
  'agent-revoked': { title: '委托已撤销', body: '{principal}撤销了给您的委托，您不能再代为办理。', alone: true },
  'agent-expired': {
    title: '委托已到期',
    body: '{principal}请{agent}代办的委托已到期（{endsOn}），不能再代办。需要时可以重新委托。',
    alone: true,
  },
  'joining-request': {
    title: '有人以本机构名义申请入驻',
    body: '{name}的备案申请写的是本机构的名称或统一社会信用代码。请机构管理员在“加入申请”里核对申请人，同意或不同意；没有你们同意，登记中心不会开通账号。',
    alone: true,
  },
  'notice-lapsed': {
    title: '预告登记已失效',
    body: '{business}（{location}）没有办成，受理编号 {acceptanceNumber}。预告登记（登记证明号 {certificate}）的期限已过，自现在起失效，登记证明同时作废。仍要办理的，请带合同到登记窗口咨询。',
    alone: true,
  },
  resumed: { title: '恢复办理', body: '{business}（{location}）的限制已解除，恢复办理。' },
} as const satisfies Record<string, Template>;

export type MessageTemplate = keyof typeof messageTemplates;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type TextsOf<T> = T extends { body: infer Body extends string }
  ? NamesIn<Body> | (T extends { past: infer Past extends string } ? NamesIn<Past> : never)
  : never;
/** What a template wants to be told, by the names in its texts. */
export type MessageParams<T extends MessageTemplate> = Record<TextsOf<(typeof messageTemplates)[T]>, string>;
/** A template with what it wants to be told. */
export interface Worded<T extends MessageTemplate> {
  template: T;
  params: MessageParams<T>;
}

/** A message as it is read. */
export interface Rendered {
  title: string;
  body: string;
}

/** Free text (a reason) may quote an identity or phone number; nothing that is sent out shows one. */
const withoutNumbers = (text: string): string =>
  text
    .replace(/(?<!\d)(\d{4})\d{12}(\d[\dXx])(?!\d)/g, '$1************$2')
    .replace(/(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2');

type Params = Record<string, string>;

function fill(text: string, params: Params): string {
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    // Fifteen digits with a date in front: ours, and meant to be read.
    return name === 'acceptanceNumber' ? value : withoutNumbers(value);
  });
  // A reason often brings its own full stop.
  return filled.replace(/。。/g, '。').slice(0, 500);
}

/** Title and text of a message. */
export function renderMessage<T extends MessageTemplate>({ template, params }: Worded<T>): Rendered {
  const { title, body } = messageTemplates[template];
  return { title, body: fill(body, params) };
}

/** A message that waits to be put together with others of its case. */
export interface Part {
  template: MessageTemplate;
  params: Params;
}

const wordsOf = ({ template }: Part): Template & Joinable => messageTemplates[template];
export const standsAlone = (template: MessageTemplate): boolean => 'alone' in messageTemplates[template];

const theCase = '{business}（{location}）';
/** A text that goes on after the case it is about; `的` needs the case in front. */
const goesOn = /^\{business\}（\{location\}）(?!的)：?/;

/**
 * One message of several about a case, the newest last: the newest state, and everything somebody still has to do. Of the
 * parts those that are still said come back, for the next one.
 */
export function joinMessages(parts: readonly Part[]): Rendered & { parts: Part[] } {
  const said = parts.filter((part, index) => {
    const later = parts.slice(index + 1);
    const { asks, past } = wordsOf(part);
    if (later.length === 0) return true;
    if (!asks) return past !== undefined && !later.some(({ template }) => template === part.template);
    const again = renderMessage(part as Worded<MessageTemplate>).body;
    const answered = later.some((news) => wordsOf(news).answers?.includes(asks));
    return !answered && !later.some((news) => renderMessage(news as Worded<MessageTemplate>).body === again);
  });
  const newest = said.at(-1)!;
  const texts = said.map((part, index) => {
    const { asks, past, body } = wordsOf(part);
    const whole = part === newest || asks !== undefined || past === undefined ? body : theCase + past;
    return fill(index === 0 ? whole : whole.replace(goesOn, ''), part.params);
  });
  const heading = wordsOf(newest).asks ? newest : (said.findLast((part) => wordsOf(part).asks) ?? newest);
  return { title: wordsOf(heading).title, body: texts.join(''), parts: said };
}
