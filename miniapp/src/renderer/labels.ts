import { type Business, coOwnerships, type InputStep } from '@zhucheng/shared';

const MEMBER = { name: '姓名', idNumber: '证件号码', phone: '手机号', share: '份额' } as const;

/** The words for an input path, and the id of the element that shows it. */
export function labelOf(business: Business, step: InputStep, path: string): { label: string; at?: string } {
  const field = step.fields.find((one) => path === one.id);
  if (field) return { label: field.name, at: `field-${field.id}` };
  if (path === 'declared') return { label: '声明', at: 'declare' };
  const [head, role = '', inner, index, what] = path.split('.');
  if (head === 'files' && step.kind === 'materials') {
    const item = step.items.find((one) => one.id === role);
    return item ? { label: item.name, at: `material-${item.id}` } : { label: step.name };
  }
  if (head === 'contacts') {
    const label = `${business.parties[role]?.name ?? '当事人'}的手机号`;
    return { label, at: `contact-${role}-${inner ?? 0}` };
  }
  if (head !== 'parties') return { label: step.name };
  const name = business.parties[role]?.name ?? '当事人';
  const at = `party-${role}`;
  if (inner === 'coOwnership') return { label: '共有方式', at: `${at}-ownership` };
  if (inner === 'members' && index !== undefined) {
    const part = MEMBER[what as keyof typeof MEMBER];
    return { label: `第 ${Number(index) + 1} 位${name}${part ? `的${part}` : ''}`, at: `${at}-${index}` };
  }
  return { label: name, at };
}

export const ownershipOptions = (['joint', 'shares'] as const).map((value) => ({
  value,
  label: coOwnerships[value],
  note: value === 'joint' ? '不分份额，大家共同所有，常见于夫妻' : '每个人各占一定份额',
}));
