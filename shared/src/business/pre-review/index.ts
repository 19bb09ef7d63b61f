import { choice, date, debtTerms, fen, text } from '../../engine/words';
import { type PreReviewItem, preReview } from './item';

const identity = { id: 'identity', name: '申请人身份证明', hint: '身份证正反面', max: 10 };
const code = '《中华人民共和国民法典》';
const rules = '《不动产登记暂行条例实施细则》';

/** Maximum-amount mortgage (最高额抵押权): secures claims that arise over a period, up to an amount. Civil Code 420, 423. */
const maximumMortgage = (item: { version: number; fields: PreReviewItem['fields']; claimsRequired: boolean }) =>
  preReview({
    id: 'maximum-mortgage',
    version: item.version,
    name: '最高额抵押权预审',
    group: 'mortgage',
    startedBy: ['citizen', 'institution-clerk'],
    startedByKinds: ['bank'],
    summary: '在一定期间内连续发生的债权，以最高债权额设立抵押。',
    intro: '按最高额抵押合同填写。',
    fields: item.fields,
    materials: [
      identity,
      { id: 'contract', name: '最高额抵押合同' },
      {
        id: 'claims',
        name: '一定期间内债权发生的合同',
        hint: '或者其他登记原因材料',
        required: item.claimsRequired,
      },
    ],
    blockedBy: ['seizure', 'pre-seizure'],
    conditions: ['不动产没有被查封。', '最高额抵押合同已经签订。'],
    legalBasis: [`${code}第四百二十条、第四百二十三条`, `${rules}第七十一条`],
  });

/** Items as they were; cases started under them finish under them. */
export const earlierPreReviewItems = [maximumMortgage({ version: 1, fields: debtTerms(), claimsRequired: false })];

/** Pre-review items (网上预审). Source: user manual 4; detailed rules of the Interim Regulation on Real Estate Registration. */
export const preReviewItems = [
  preReview({
    id: 'inheritance',
    anyone: true,
    name: '继承转移预审',
    group: 'transfer',
    summary: '继承不动产前，先在网上看材料齐不齐。',
    intro: '填写被继承人和继承方式。',
    fields: [
      text('deceased', { name: '被继承人姓名', maxLength: 40, examples: ['吴秀兰'] }),
      date('diedOn', { name: '死亡日期' }),
      choice('by', '继承方式', { law: '法定继承', will: '遗嘱继承', bequest: '受遗赠' }),
    ],
    materials: [
      identity,
      { id: 'death', name: '死亡证明' },
      { id: 'kinship', name: '亲属关系证明' },
      { id: 'will', name: '遗嘱或公证书', required: false },
    ],
    conditions: ['被继承人的不动产已登记。', '申请人是继承人或者受遗赠人。'],
    legalBasis: [`${code}第二百三十条、第一千一百二十七条`, `${rules}第十四条`],
  }),
  preReview({
    id: 'gift',
    name: '赠与转移预审',
    group: 'transfer',
    summary: '把不动产赠与他人前，先在网上看材料。',
    intro: '填写受赠人和赠与关系。',
    fields: [
      text('donee', { name: '受赠人姓名', maxLength: 40, examples: ['陈小满', '陈小雨'] }),
      choice('relation', '与受赠人的关系', { spouse: '配偶', child: '子女', parent: '父母', other: '其他' }),
    ],
    materials: [identity, { id: 'gift', name: '赠与合同' }, { id: 'tax', name: '完税证明', required: false }],
    blockedBy: ['seizure', 'pre-seizure'],
    conditions: ['赠与人是登记的权利人。', '不动产没有被查封。'],
    legalBasis: [`${code}第六百五十七条、第二百零九条`],
  }),
  preReview({
    id: 'divorce',
    name: '离婚析产转移预审',
    group: 'transfer',
    summary: '离婚后按协议或判决过户，先在网上看材料。',
    intro: '填写分割依据。',
    fields: [
      choice('by', '分割依据', { agreement: '离婚协议', judgment: '法院判决或调解书' }),
      date('on', { name: '离婚日期' }),
    ],
    materials: [
      identity,
      { id: 'divorce', name: '离婚证或生效法律文书' },
      { id: 'division', name: '财产分割协议', required: false },
    ],
    conditions: ['双方已离婚，并对不动产有约定或判决。'],
    legalBasis: [`${code}第一千零八十七条`, `${rules}第二十七条、第三十八条`],
  }),
  preReview({
    id: 'change-of-name',
    name: '姓名、名称或地址变更预审',
    group: 'change',
    summary: '权利人改了名字，或者门牌地址变了，先在网上看材料。',
    intro: '填写变更前后的内容。',
    fields: [
      choice('what', '变更内容', { name: '姓名或名称', address: '坐落地址', id: '证件号码' }),
      text('before', { name: '变更前', maxLength: 100, examples: ['陈海波', '北海市海城区北部湾中路 12 号'] }),
      text('after', { name: '变更后', maxLength: 100, examples: ['陈海洋', '北海市海城区北部湾中路 28 号'] }),
    ],
    materials: [identity, { id: 'proof', name: '变更证明', hint: '户籍证明、核准变更通知书或地名证明' }],
    conditions: ['申请人是登记的权利人。'],
    legalBasis: [`${rules}第二十六条`],
  }),
  preReview({
    id: 'lost-certificate',
    name: '证书遗失补发预审',
    group: 'other',
    summary: '不动产权证书丢了，先在网上申请，再到窗口补发。',
    intro: '填写遗失情况。',
    fields: [
      date('lostOn', { name: '发现遗失的日期' }),
      text('how', {
        name: '遗失经过',
        maxLength: 300,
        examples: ['搬家时不慎遗失，多处寻找没有找到', '放证书的手提包在公交车上遗失，已报警'],
      }),
    ],
    materials: [identity, { id: 'statement', name: '遗失声明', hint: '写明证号并签名' }],
    conditions: ['申请人是登记的权利人。', '遗失声明要在登记机构网站公告 15 个工作日。'],
    legalBasis: [`${rules}第二十二条`],
  }),
  preReview({
    id: 'objection',
    anyone: true,
    name: '异议登记预审',
    group: 'other',
    summary: '认为登记簿记载有错误，而权利人不同意更正的，可以申请异议登记。',
    applicantName: '利害关系人',
    intro: '写明登记簿哪里有错、为什么。',
    fields: [
      text('fault', {
        name: '登记簿的错误',
        maxLength: 300,
        examples: ['登记簿只记载一位权利人，漏记了共有人', '登记簿记载为单独所有，应为共同共有'],
      }),
      text('grounds', {
        name: '理由',
        maxLength: 500,
        examples: [
          '这套房由我和权利人共同出资购买，购房合同和付款凭证上都有我的名字，权利人不同意更正',
          '购房款的一半由我支付，有银行转账凭证，权利人不同意更正',
        ],
      }),
    ],
    materials: [identity, { id: 'interest', name: '利害关系证明' }, { id: 'evidence', name: '登记错误的证据' }],
    conditions: ['申请人是利害关系人，登记的权利人不同意更正。', '登记之日起 15 日内不起诉的，异议登记失效。'],
    legalBasis: [`${code}第二百二十条`, `${rules}第八十二条、第八十三条`],
  }),
  maximumMortgage({
    version: 2,
    fields: [
      text('mortgagee', {
        name: '抵押权人',
        hint: '银行等债权人的全称',
        maxLength: 100,
        examples: ['北海市银滩农村商业银行', '北部湾珠城银行北海分行'],
      }),
      text('debtor', {
        name: '债务人',
        hint: '债务人就是您本人的不用填',
        required: false,
        maxLength: 100,
        examples: ['北海听涛贸易有限公司', '北海银滩水产有限公司'],
      }),
      fen('collateral', { name: '抵押物价值', hint: '按抵押合同填写' }),
      fen('maximum', { name: '最高债权额', hint: '按最高额抵押合同填写，自动显示大写' }),
      date('claimsFrom', { name: '债权确定期间从' }),
      date('claimsTo', { name: '债权确定期间到', after: 'claimsFrom' }),
    ],
    claimsRequired: true,
  }),
  preReview({
    id: 'court-assistance',
    anyone: true,
    name: '查封、协助执行预审',
    group: 'assistance',
    summary: '法院等有权机关要求协助查封、解封或过户，先在网上提交文书。',
    applicantName: '执行人员',
    because: '协助执行不收登记费。',
    intro: '填写文书信息。',
    fields: [
      choice('what', '协助事项', { seize: '查封', extend: '续封', lift: '解除查封', transfer: '协助过户' }),
      text('court', {
        name: '文书机关',
        maxLength: 60,
        examples: ['北海市海城区人民法院', '北海市中级人民法院'],
      }),
      text('documentNumber', {
        name: '文书文号',
        maxLength: 60,
        examples: ['（2026）桂0502执保123号', '（2026）桂0502执保123号之一'],
      }),
    ],
    materials: [
      { id: 'officer', name: '工作证和执行公务证', hint: '两证的正反面', max: 10 },
      { id: 'order', name: '协助执行通知书' },
      { id: 'ruling', name: '生效裁定书或判决书' },
    ],
    conditions: ['由有权机关的工作人员提出。'],
    legalBasis: ['《中华人民共和国民事诉讼法》第二百五十五条、第二百六十二条', `${rules}第九十条、第九十一条`],
  }),
];
