import { businesses } from '../business';
import { agentScopes } from '../contract/agent-scopes';
import { escrowAlarms, escrowReasons, escrowStates } from '../contract/escrow';
import { fileKinds } from '../contract/files';
import { paymentMethods } from '../contract/payments';
import { printTroubles } from '../contract/printing';
import { limitKinds } from '../contract/register';
import { automaticChecks, departments, institutionKinds, unitUses, utilityAccounts } from '../engine/declaration';
import { caseStates } from '../engine/states';
import { warningTexts } from '../engine/warnings';
import { formatFen } from '../money';
import { minuteOf } from '../time';

/** What the facts of an entry of the action log are called; a fact without a word does not compile. */
export const auditDetails = {
  acceptanceNumber: '受理编号',
  account: '事项',
  active: '在用',
  admin: '机构管理员',
  administratorId: '管理员编号',
  after: '之前的结果',
  agent: '代办人',
  allBranches: '全部网点',
  amountFen: '金额',
  appointmentId: '预约编号',
  attemptId: '付款编号',
  before: '原来的内容',
  branchId: '网点编号',
  business: '业务',
  businessIds: '可办业务',
  businessId: '业务',
  caseId: '办件编号',
  cases: '办件数',
  cause: '原因',
  channel: '渠道',
  choice: '选择',
  citizenId: '申请人编号',
  clerkId: '经办人编号',
  closed: '关闭的账号',
  code: '对方答复',
  commitments: '需要承诺的情况',
  committed: '已承诺的情况',
  conditions: '登记情况',
  confirmationId: '确认编号',
  consentBy: '同意人编号',
  contentHash: '内容指纹',
  count: '件数',
  day: '日期',
  daysAhead: '可提前预约天数',
  deviceId: '设备编号',
  documentNumber: '文号',
  ended: '退出的设备数',
  endsOn: '到期日',
  decision: '处理',
  expectedFen: '应为金额',
  faceConsent: '同意刷脸',
  faults: '问题数',
  files: '材料数',
  fingerprint: '公钥指纹',
  from: '从',
  grantId: '委托编号',
  guideId: '指南',
  how: '方式',
  inboxId: '通知编号',
  institutionId: '机构编号',
  institutions: '机构数',
  keptOne: '保留本机',
  kind: '种类',
  leaver: '离岗经办人',
  limitId: '限制编号',
  locked: '已锁定',
  memberId: '成员编号',
  mergedInto: '并入的缴费单',
  method: '方式',
  name: '名称',
  noShowLimit: '爽约上限',
  noShowWindowDays: '爽约统计天数',
  noticeId: '预告登记编号',
  number: '编号',
  online: '网上办理',
  openCases: '未办结办件数',
  openPerPerson: '每人预约上限',
  party: '当事人编号',
  passkeyId: '密钥编号',
  pauseDays: '暂停天数',
  pausedUntil: '暂停到',
  perHour: '每小时上限',
  pointId: '网点编号',
  printId: '打印编号',
  problem: '问题',
  proposalId: '提议编号',
  provider: '渠道',
  publicArchive: '可查公共档案',
  reason: '原因',
  refundFen: '退款金额',
  refundId: '退款编号',
  reminded: '提醒人数',
  removed: '删除数',
  reportedFen: '对方报的金额',
  roles: '岗位',
  rows: '行数',
  scopes: '代办事项',
  sessionId: '登录编号',
  size: '大小',
  slotId: '时段编号',
  slots: '时段数',
  step: '步骤',
  subjectId: '取件编号',
  termsVersion: '条款版本',
  text: '内容',
  threat: '危险',
  to: '到',
  totalFen: '合计',
  trouble: '故障',
  unitId: '单元编号',
  units: '不动产',
  until: '截止',
  use: '用途',
  version: '版本',
  waiting: '等待的核验',
  way: '方式',
} as const;
export type AuditDetail = keyof typeof auditDetails;
export type AuditDetails = { readonly [Name in AuditDetail]?: unknown };

const names = (of: Readonly<Record<string, { name: string }>>): Record<string, string> =>
  Object.fromEntries(Object.entries(of).map(([id, { name }]) => [id, name]));

/** Words of ours that stand in those facts, beside the ones that have names elsewhere. */
const own = {
  accept: '核实后入账',
  agreed: '同意',
  alipay: '支付宝',
  all: '全部',
  amount: '金额不符',
  administrator: '管理员',
  auditor: '审计员',
  'already-used': '已用过',
  booking: '预约取件',
  'card-other': '不是本人的身份证',
  case: '办件终止',
  certificate: '证书打印',
  channel: '渠道不符',
  clerk: '经办人确认',
  closed: '休息',
  'combination-mixed': '合单各项状态不一致',
  currency: '币种不符',
  device: '本机',
  duplicate: '重复支付',
  face: '刷脸',
  'fee-table': '收费标准调整',
  'id-card': '刷身份证',
  infected: '带有病毒',
  'institution-clerk': '机构经办人',
  late: '超时支付',
  merchant: '商户不符',
  nothing: '不用处理',
  officer: '审核员',
  open: '上班',
  'outside-refund': '线下退款',
  part: '退还部分',
  passkey: '通行密钥',
  password: '密码',
  phone: '短信验证码',
  print: '打印',
  'recovery-code': '恢复码',
  quarantine: '异常来款处理',
  refund: '退款',
  'refund-amount': '退款金额不符',
  'refund-twice': '线下退过又到账退款',
  'refund-unknown': '没有对应的退款',
  refunded: '已退款',
  'refunded-outside': '在别处退过款',
  registrar: '登簿员',
  share: '改收登记费',
  skip: '不办理',
  staff: '登记中心退款',
  sms: '短信验证码',
  totp: '动态口令',
  'transaction-changed': '交易号变了',
  'transaction-reused': '交易号重复',
  transfer: '过户',
  'unknown-number': '没有这个单号',
  unreadable: '无法识别',
  wechat: '微信',
  window: '窗口核验',
} as const;

let known: Readonly<Record<string, string>> | undefined;
/** Made when somebody looks: telephones never do. */
const words = (): Readonly<Record<string, string>> => {
  known ??= {
    ...Object.fromEntries(businesses.flatMap(({ steps }) => steps.map(({ id, name }) => [id, name]))),
    ...names(Object.fromEntries(businesses.map((business) => [business.id, business]))),
    ...automaticChecks,
    ...warningTexts,
    ...names(agentScopes),
    ...institutionKinds,
    ...departments,
    ...utilityAccounts,
    ...unitUses,
    ...names(fileKinds),
    ...printTroubles,
    ...limitKinds,
    ...escrowReasons,
    ...escrowStates,
    ...escrowAlarms,
    ...paymentMethods,
    ...names(caseStates),
    ...own,
  };
  return known;
};

const isChinese = /\p{Script=Han}/u;
/** Ids, hashes, numbers and dates are what they are. */
const isNumber = /^(?:[0-9A-HJKMNP-TV-Z]{26}|[\da-f]{16,}|[\d\s:.,/+-]+|\d{6}[A-Z\d]+)$/;

function textOf(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') {
    if (name.endsWith('Fen')) return `${formatFen(value)} 元`;
    return value > 1_000_000_000_000 ? minuteOf(value) : String(value);
  }
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((each) => textOf(name, each)).join('、');
  if (typeof value === 'object')
    return auditFacts(value as Record<string, unknown>)
      .map((fact) => fact.join(' '))
      .join('；');
  const text = String(value);
  if (isChinese.test(text) || isNumber.test(text)) return text;
  // A child of a merged order names it after the cause.
  return words()[text] ?? words()[text.split(':')[0]!] ?? '其他';
}

/** The facts of an entry as people read them; what an earlier version called otherwise is a further fact. */
export const auditFacts = (detail: Readonly<Record<string, unknown>>): Array<[name: string, text: string]> =>
  Object.entries(detail).map(([name, value]) => [auditDetails[name as AuditDetail] ?? '其他', textOf(name, value)]);
