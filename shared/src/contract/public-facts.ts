/** What a public operation tells about people: to whom, and which fields of the reply, dotted. */
interface PublicFacts {
  /** What the caller shows for it. */
  to: string;
  /** Shown masked. */
  masked?: readonly string[];
  /** Shown in full, because whoever shows this much knows it or has the right to it. */
  whole?: readonly string[];
}

const account = { masked: ['citizen.name', 'citizen.idNumberMasked', 'citizen.phoneMasked'] };
const nobody = { to: '任何人' };
const verified = {
  to: '手里有证书或证号的人',
  masked: ['rightHolders'],
  whole: ['number', 'location', 'unitNumber'],
};

/** Every public operation; one that is missing here does not pass the contract's test. */
export const publicShows: Record<string, PublicFacts> = {
  'identity.wechat': { to: '本人微信', ...account },
  'identity.alipay': { to: '本人支付宝', ...account },
  'identity.sendSms': nobody,
  'identity.sms': { to: '收到验证码的人', ...account },
  'identity.password': { to: '知道密码的人', ...account },
  'identity.staff': { to: '有密码和动态口令的工作人员', whole: ['staff.username', 'staff.name'] },
  'account.resetPassword': nobody,
  'staffAccess.activation': { to: '有激活链接的工作人员：本人姓名', whole: ['username'] },
  'staffAccess.activate': { to: '有激活链接的工作人员', whole: ['username'] },
  'staffAccess.passkeyChallenge': nobody,
  'staffAccess.passkeySignIn': { to: '有通行密钥的工作人员', whole: ['staff.username', 'staff.name'] },
  'cases.businesses': nobody,
  'cases.progress': { to: '知道受理编号和当事人证件后 4 位（单位全称）的人' },
  'publicPayments.find': {
    to: '知道受理编号和当事人证件后 4 位（单位全称），或流水号和双方名称的人：要缴的费用',
  },
  'publicPayments.state': { to: '半小时内查到过这些费用的人' },
  'publicPayments.pay': { to: '半小时内查到过这笔费用的人：支付参数' },
  'payments.wechatCallback': { to: '微信支付' },
  'payments.alipayCallback': { to: '支付宝' },
  'escrow.callback': { to: '监管银行' },
  'certificates.verifyToken': verified,
  'certificates.verifyNumber': verified,
  'certificates.file': { to: '5 分钟内取得下载地址的人：整份证书' },
  'files.download': { to: '5 分钟内取得下载地址的人：整份材料' },
  'printing.file': { to: '打证机：要打印的证书' },
  'guides.list': nobody,
  'guides.detail': nobody,
  'institutions.apply': { to: '申请人：本单位名称' },
  'institutions.status': { to: '有回执编号的人：本单位名称' },
  'appointments.points': { to: '任何人：网点的地址和电话' },
  'appointments.slots': nobody,
};
