import type { z } from 'zod';
import type { BusinessInput, fieldDeclaration, stepDeclaration } from './declaration';

type FieldInput = z.input<typeof fieldDeclaration>;
type StepInput = z.input<typeof stepDeclaration>;
type Field<K extends FieldInput['kind']> = Omit<Extract<FieldInput, { kind: K }>, 'kind' | 'id'>;
type Step<K extends StepInput['kind']> = Omit<Extract<StepInput, { kind: K }>, 'kind' | 'id'>;

/** The words declarations are written with; each only saves typing, none adds meaning. */
export const text = (id: string, more: Field<'text'>): FieldInput => ({ kind: 'text', id, ...more });
export const certificateNumber = (more: Partial<Field<'certificate-number'>> = {}): FieldInput => ({
  kind: 'certificate-number',
  id: 'certificateNumber',
  name: '不动产权证号',
  of: 'right',
  ...more,
});
export const holderName = (more: Partial<Field<'holder-name'>> = {}): FieldInput => ({
  kind: 'holder-name',
  id: 'rightHolder',
  name: '权利人',
  ...more,
});
export const fen = (id: string, more: Field<'fen'>): FieldInput => ({ kind: 'fen', id, ...more });
export const choice = (id: string, name: string, options: Record<string, string>, hint?: string): FieldInput => ({
  kind: 'choice',
  id,
  name,
  ...(hint ? { hint } : {}),
  options: Object.entries(options).map(([value, optionName]) => ({ value, name: optionName })),
});
export const count = (id: string, more: Field<'count'>): FieldInput => ({ kind: 'count', id, ...more });
export const date = (id: string, more: Field<'date'>): FieldInput => ({ kind: 'date', id, ...more });
export const filingNumber = (more: Partial<Field<'filing-number'>> = {}): FieldInput => ({
  kind: 'filing-number',
  id: 'filingNumber',
  name: '备案合同号',
  ...more,
});
export const taxCertificateNumber = (more: Partial<Field<'tax-certificate-number'>> = {}): FieldInput => ({
  kind: 'tax-certificate-number',
  id: 'taxCertificateNumber',
  name: '完税证明号',
  ...more,
});

export const registrationCertificateNumber = (name: string): FieldInput =>
  certificateNumber({ name, of: 'registration' });
export const surveyNumber = (more: Partial<Field<'survey-number'>> = {}): FieldInput => ({
  kind: 'survey-number',
  id: 'surveyNumber',
  name: '权籍调查编号',
  hint: '12 位或 14 位数字，见权籍调查成果封面',
  ...more,
});
export const creditCode = (more: Partial<Field<'credit-code'>> = {}): FieldInput => ({
  kind: 'credit-code',
  id: 'creditCode',
  name: '统一社会信用代码',
  ...more,
});
export const acceptanceNumber = (more: Partial<Field<'acceptance-number'>> = {}): FieldInput => ({
  kind: 'acceptance-number',
  id: 'acceptanceNumber',
  name: '受理编号',
  ...more,
});
/** Number and code of the purchase invoice. */
export const invoice = (): FieldInput[] => [
  {
    kind: 'invoice-number',
    id: 'invoiceNumber',
    name: '发票号码',
    hint: '8 位；数电发票为 20 位',
  },
  { kind: 'invoice-code', id: 'invoiceCode', name: '发票代码', hint: '数电发票没有代码，不用填', of: 'invoiceNumber' },
];
export const institution = (id: string, more: Field<'institution'>): FieldInput => ({
  kind: 'institution',
  id,
  ...more,
});
/** Who fetches the certificate (领证人): the starter, unless somebody else is entered. */
export const recipient = (): FieldInput[] => [
  { kind: 'person-name', id: 'recipientName', name: '领证人姓名', prefilled: true },
  { kind: 'phone', id: 'recipientPhone', name: '领证人手机号', hint: '制证后用来通知领证', prefilled: true },
];
/** The mortgage contract: its number, what is secured, and who owes it where that is not the mortgagor. */
export const mortgageContract = (): FieldInput[] => [
  text('contractNumber', {
    name: '抵押合同编号',
    hint: '见抵押合同首页',
    maxLength: 60,
    examples: ['北银抵字（2026）第 0318 号', '北银抵补字（2026）第 0318 号'],
  }),
  ...debtTerms(),
  text('debtor', {
    name: '债务人',
    hint: '债务人就是抵押人的不用填',
    required: false,
    printed: true,
    maxLength: 100,
    examples: ['卢见海', '北海市海城区见海水产经营部'],
  }),
];
/**
 * The agreement on supervised money (资金监管协议): whether, how much, to whose account, and what of it pays off the old loan
 * first. What the word `escrow` of a declaration names.
 */
export const escrowTerms = ({ paysOff }: { paysOff: boolean }): FieldInput[] => {
  const when = { field: 'escrow', equals: 'yes' };
  return [
    choice('escrow', '房款怎么付', { no: '双方自行交付', yes: '由监管银行保管，办好登记再付给出卖人' }),
    fen('amount', { name: '监管金额', hint: '由监管银行保管的金额，不超过成交价', when }),
    ...(paysOff
      ? [
          fen('payOff', {
            name: '先还原贷款',
            hint: '这处不动产原来有贷款、要用房款还的填写；付款时先还给抵押银行，其余付给出卖人',
            required: false,
            when,
          }),
        ]
      : []),
    { kind: 'person-name', id: 'payeeName', name: '收款人姓名', hint: '出卖人中的一位', prefilled: true, when },
    text('payeeBank', {
      name: '收款银行',
      hint: '写到支行',
      maxLength: 60,
      examples: ['中国工商银行北海市北部湾支行', '桂林银行北海分行'],
      when,
    }),
    { kind: 'bank-account', id: 'payeeAccount', name: '收款账号', hint: '收款人本人的银行账号', when },
  ];
};
/** What the mortgage covers beside the loan itself (担保范围), Civil Code 389. */
export const guaranteeScope = (): FieldInput =>
  text('guaranteeScope', {
    name: '担保范围',
    maxLength: 300,
    examples: [
      '主债权及其利息、违约金、损害赔偿金和实现抵押权的费用',
      '主债权及其利息、罚息、违约金、损害赔偿金、保管抵押财产和实现抵押权的费用',
    ],
  });
/** What is secured: collateral value, secured amount, debt from – to. */
export const debtTerms = (): FieldInput[] => [
  fen('collateral', { name: '抵押物价值', hint: '按抵押合同填写' }),
  fen('secured', { name: '被担保主债权数额', hint: '按抵押合同填写，自动显示大写' }),
  date('debtStart', { name: '债务履行起始日' }),
  date('debtEnd', { name: '债务履行届满日', after: 'debtStart' }),
];

/** Owners by shares who are enough (按份共有人三分之二以上) vouch that nothing else was agreed among the owners. */
export const twoThirds = (by: string): CommitmentInput => ({
  when: 'owned-by-shares',
  by: [by],
  text: '共有人之间没有约定处分这处不动产须经全体共有人同意；有这样约定的，已经取得全体共有人同意。',
});
type CommitmentInput = NonNullable<BusinessInput['unit']['commitments']>[number];
/** Whoever goes on despite an objection bears the risk (异议登记期间继续办理的风险承诺). */
export const ownRisk = (): CommitmentInput => ({
  when: 'objection',
  text: '本人（本单位）已知悉这处不动产有尚未失效的异议登记，自愿承担继续办理的一切风险和后果。',
});
/** Whoever takes over a mortgaged unit takes over its mortgages (抵押权继续存在), Civil Code 406. */
export const mortgageStays = (...by: string[]): CommitmentInput[] =>
  (['mortgage-free', 'mortgage-limited'] as const).map((when) => ({
    when,
    by,
    text: '我已知悉这处不动产设有抵押，登记到我名下以后抵押权继续存在，债务人不还款时抵押权人可以就它优先受偿。',
  }));

export const verify = (more: Step<'verify'>): StepInput => ({ kind: 'verify', id: 'verify', ...more });
export const form = (id: string, more: Step<'form'>): StepInput => ({ kind: 'form', id, ...more });
export const ask = (id: string, more: Step<'ask'>): StepInput => ({ kind: 'ask', id, ...more });
export const authorise = (more: Step<'authorise'>): StepInput => ({ kind: 'authorise', id: 'authorise', ...more });
export const review = (more: Step<'review'>): StepInput => ({ kind: 'review', id: 'review', ...more });
export const pay = (more: Step<'pay'>): StepInput => ({ kind: 'pay', id: 'pay', ...more });
export const handOver = (more: Step<'hand-over'>): StepInput => ({ kind: 'hand-over', id: 'hand-over', ...more });
export const book = (more: Step<'book'>): StepInput => ({ kind: 'book', id: 'book', ...more });
export const materials = (more: Step<'materials'>): StepInput => ({ kind: 'materials', id: 'materials', ...more });

/**
 * How the taxes of a sale are dealt with: assessed by the bureau from the contract filed in `contract-filing` and paid with the
 * fee, or paid before, with the certificate's number typed.
 */
export const saleTaxes = (): StepInput =>
  ask('deed-tax', {
    name: '税费办理',
    intro: '可以请税务部门按备案合同算好税费，审核通过后和登记费一起缴；已经缴过的，填完税证明上的号码。',
    of: 'tax',
    check: 'tax-paid',
    assess: {
      by: 'how',
      value: 'assess',
      contract: 'contract-filing',
      price: 'transaction.price',
      buyers: 'buyer',
      sellers: 'seller',
    },
    fields: [
      choice(
        'how',
        '税费怎么缴',
        { assess: '在这里核定，和登记费一起缴', typed: '已在税务部门缴清，填完税证明号' },
        '契税由买受人缴；增值税及附加、个人所得税由出卖人缴，各缴各的',
      ),
      taxCertificateNumber({ hint: '18 位数字', when: { field: 'how', equals: 'typed' } }),
    ],
  });
