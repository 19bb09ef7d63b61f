import type { Business, UnitCondition } from './declaration';

/** What is registered against a unit, in a word or two. */
export const conditionNames: Record<UnitCondition, string> = {
  seizure: '查封',
  'pre-seizure': '预查封',
  objection: '异议登记',
  'advance-notice': '预告登记',
  'pending-same': '同类业务在办',
  'mortgage-limited': '抵押，限制转让',
  'mortgage-free': '抵押',
  'minor-owner': '权利人未成年',
  'presale-mortgage': '抵押权预告登记',
  registered: '已首次登记',
  unregistered: '未首次登记',
  'obligor-not-owner': '抵押人尚非权利人',
  'not-starters': '不在该单位名下',
  'owned-by-shares': '按份共有',
};
export const conditionName = (condition: string): string => conditionNames[condition as UnitCondition] ?? '其他限制';

/** Sentences for what is registered against a unit; where it stops a business, the sentence is followed by what to do. */
export const warningTexts: Record<UnitCondition, string> = {
  seizure: '该不动产已被查封，解除查封后才能办理；请向查封的法院了解，或到登记窗口咨询。',
  'pre-seizure': '该不动产已被预查封，解除后才能办理；请向预查封的法院了解，或到登记窗口咨询。',
  objection: '有人对登记提出异议，异议登记尚未失效；各方承诺自担风险后可以继续办理，也可以等异议登记失效后再办。',
  'advance-notice':
    '该不动产有未失效的预告登记，未经预告登记的权利人同意不能处分；权利人同意的，请和权利人一起带身份证到登记窗口办理，也可以先注销预告登记。',
  'pending-same': '该不动产已有同类业务正在办理，请等那一件办结，或撤回后重新申请。',
  'mortgage-limited': '该不动产设有抵押，并约定未经抵押权人同意不得转让；抵押权人同意后才能登记。',
  'mortgage-free': '该不动产设有抵押；转让的，抵押权继续存在（民法典第四百零六条），由买受人承受。',
  'minor-owner': '权利人中有未成年人，请监护人带户口簿、监护关系证明到登记窗口办理。',
  'presale-mortgage': '该不动产已办理抵押权预告登记；需要再办的，请先由原抵押权人注销预告登记。',
  registered: '该不动产已办理首次登记，请改办转移登记或抵押权登记。',
  unregistered: '该不动产尚未办理首次登记，请开发企业先办理首次登记。',
  'obligor-not-owner': '抵押人尚未取得该不动产的所有权，请先办理房屋转移登记。',
  'not-starters': '该不动产不在贵单位名下，请核对楼盘和单元；确属贵单位的，请到登记窗口核对权籍信息。',
  'owned-by-shares':
    '该不动产按份共有：共有人之间没有另外约定的，占份额三分之二以上的共有人同意即可处分，其他共有人会收到通知（民法典第三百零一条）。',
};

/** What the parties of a case are told of a condition that does not stop it. */
export const warningText = ({ unit }: Pick<Business, 'unit'>, condition: UnitCondition): string =>
  unit.says[condition] ?? warningTexts[condition];
