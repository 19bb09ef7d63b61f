import { type Business, departments, type StepDeclaration, unitUses, utilityAccounts } from '../engine/declaration';

const office = '登记中心';

/** Every member any kind may have; a kind that this file does not know is described from what it shares with the others. */
interface LooseStep {
  kind: string;
  name: string;
  intro?: string | undefined;
  by?: string;
  of?: string;
  officer?: string;
  accounts?: string[];
}

const partyName = (business: Business, role: string | undefined): string | undefined =>
  role === undefined ? undefined : business.parties[role]?.name;
const applicantName = (business: Business): string => partyName(business, business.applicant) ?? '申请人';
const named = (names: Record<string, string>, id: string | undefined): string | undefined => names[id ?? ''];

const consenting = (business: Business): string =>
  Object.values(business.parties)
    .filter((party) => party.authorise !== 'none')
    .map((party) => party.name)
    .join('、') || applicantName(business);

/** Who acts in a step, in the words of the guide. */
export function actorOf(business: Business, step: StepDeclaration): string {
  const { kind, by } = step as LooseStep;
  switch (kind) {
    case 'authorise':
      return consenting(business);
    case 'review':
      return office;
    default:
      return partyName(business, by) ?? applicantName(business);
  }
}

/** What happens in a step: the declaration's own introduction, else a sentence of its kind. */
export function stepText(business: Business, step: StepDeclaration): string {
  const { kind, name, intro, of, officer, accounts } = step as LooseStep;
  const actor = actorOf(business, step);
  switch (kind) {
    case 'verify':
      return intro ?? '照着证书填写编号和权利人，系统当场与登记簿核对。';
    case 'form':
      return intro ?? '按提示填写，每填一项都会自动保存，可以随时离开。';
    case 'ask':
      return intro ?? `填写号码后，由${named(departments, of) ?? '有关部门'}在线核对，不用再跑一趟。`;
    case 'authorise':
      return intro ?? `${actor}各自核对申请内容，同意后才能提交。`;
    case 'review':
      return (
        intro ??
        (officer === 'never'
          ? '提交后由系统自动核对，不用等人工审核。'
          : `提交后先由系统核对，再由登记中心的审核人员在 ${business.limits.reviewWorkingDays} 个工作日内审核。`)
      );
    case 'pay':
      return intro ?? `审核通过后，由${actor}缴纳登记费，可以用微信支付或支付宝。`;
    case 'hand-over': {
      const kinds = (accounts ?? []).map((account) => named(utilityAccounts, account) ?? account).join('、');
      return intro ?? `办结后可以接着办理${kinds}账户过户，也可以以后再办。`;
    }
    default:
      return intro ?? `按页面提示完成“${name}”，有不明白的可以打电话或到窗口问。`;
  }
}

/** Where the people of a party come from. */
export function whoText(party: Business['parties'][string]): string {
  const { are, min, max } = party as { are: string; min?: number; max?: number };
  switch (are) {
    case 'owners-of-unit':
      return party.enough === 'two-thirds-of-shares'
        ? '登记簿上的权利人；共同共有的每一位都要同意，按份共有的占份额三分之二以上同意即可，其他共有人会收到通知'
        : '登记簿上的权利人，共有的每一位都算';
    case 'mortgagees-with-transfer-limit':
      return '约定了“限制转让”的抵押权人；没有这种抵押的不涉及';
    case 'entered':
      return max === undefined || max === min
        ? `由申请人填写，共 ${min ?? 1} 位`
        : `由申请人填写，${min ?? 1} 至 ${max} 位`;
    default:
      return '按申请内容确定';
  }
}

/** How a party agrees. */
export function howText(party: Business['parties'][string]): string {
  switch (party.authorise as string) {
    case 'face':
      return party.byAgent
        ? '本人在手机上核对内容并刷脸，也可以请家人代办，或到窗口核验'
        : '本人在手机上核对内容并刷脸，也可以到窗口核验；不能由家人代办';
    case 'institution':
      return '由机构经办人在线核对并同意';
    case 'none':
      return '不用另外授权';
    default:
      return '按页面提示确认';
  }
}

export function startText(business: Business): string {
  const family = business.parties[business.applicant]?.byAgent ? '可以请家人代办' : '不能由家人代办';
  const who = (business.startedBy as string[]).map((kind) =>
    kind === 'citizen'
      ? `${applicantName(business)}本人在手机上发起（${family}）`
      : '由银行、开发企业等机构的经办人发起',
  );
  return `${[...new Set(who)].join('，也可以')}。`;
}

/** Uses that cannot be handled online, as one more condition. */
export function windowText(business: Business): string | null {
  const { windowOnly = [] } = business.unit as { windowOnly?: string[] };
  if (windowOnly.length === 0) return null;
  return `用途为${windowOnly.map((use) => named(unitUses, use) ?? use).join('、')}的，需要到登记窗口办理。`;
}
