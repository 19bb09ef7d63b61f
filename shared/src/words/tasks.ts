import { errorCatalogue } from '../contract/errors';

/** What the background does (后台任务), as the list of what could not be delivered calls it. */
export const taskNames = {
  'agent.face': '查询委托人刷脸结果',
  'appointment.reminder': '预约前一天提醒',
  'audit.anchor-keep': '送存审计锚点',
  'case.ask': '询问部门',
  'case.face': '查询授权刷脸结果',
  'case.fee-followers': '分摊登记费',
  'case.hand-over': '办理水电气等过户',
  'case.mortgage-stays': '告知抵押权人',
  'case.notice-lapsed': '通知当事人预告登记已失效',
  'case.payer-size': '询问缴费单位规模',
  'case.record': '登簿发证',
  'case.review': '系统审核',
  'case.taxes': '按新的核定收取税款',
  'case.utilities': '查询水电气等户号',
  'certificate.render': '生成电子证书',
  'enterprise.batch': '办理批次',
  'escrow.ask': '询问监管银行',
  'escrow.instruct': '通知监管银行',
  'escrow.payee': '收款账号更换生效',
  'file.erase': '清除材料内容',
  'file.scan': '检查上传材料',
  'identity.face': '查询本人刷脸结果',
  'identity.notice': '发送账号安全短信',
  'identity.sms-code': '发送短信验证码',
  'kiosk.face': '查询自助机刷脸结果',
  'message.sms': '发送短信',
  'payment.callback': '处理支付通知',
  'payment.check': '查询付款结果',
  'payment.close': '关闭付款',
  'payment.quarantine-refund': '退回异常来款',
  'payment.refund': '退款',
  'payment.tax-refund': '申请退税',
} as const;
export type TaskTopic = keyof typeof taskNames;
export const taskName = (topic: string): string => taskNames[topic as TaskTopic] ?? '后台任务';

/** Why a task was given up, as the other side or the platform has said. */
const reasons: Readonly<Record<string, string>> = {
  expired: '已过期，不用再送',
  'phone-invalid': '手机号不对，运营商不收',
  'template-unknown': '运营商没有这个短信模板',
  'too-often': '发送太频繁，运营商不收',
  'ticket-unknown': '对方没有这次询问的记录',
  malformed: '对方说内容不对',
  refused: '对方不接受',
};

/** The reason in words; what has none is for those who read the server's log. */
export function taskFault(code: string): string {
  const known: Readonly<Record<string, { message: string } | undefined>> = errorCatalogue;
  return reasons[code] ?? known[code]?.message ?? '系统内部错误，详情见服务器日志。';
}
