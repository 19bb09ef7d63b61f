import { z } from 'zod';
import { plainText } from '../engine/step-schema';

export const keysOf = <T extends object>(names: T) =>
  Object.keys(names) as [keyof T & string, ...Array<keyof T & string>];
export const required = (name: string, max: number) =>
  plainText(name, max).refine((value) => value.length > 0, `请填写${name}。`);

/** `window` is a turn at a counter, `print` one at the self-service printer (自助打证). */
export const bookingKinds = { window: '窗口办理', print: '自助打证' } as const;
export type BookingKind = keyof typeof bookingKinds;
export const bookingKind = z.enum(keysOf(bookingKinds), { error: '请选择预约种类。' });

/** What a service point deals with (办理事项); each belongs to one kind of booking. */
export const matters = {
  registration: { name: '登记申请', note: '递交材料、核验身份、补正', kind: 'window' },
  collection: { name: '领取证书', note: '领取纸质证书、证明', kind: 'window' },
  archive: { name: '档案查询', note: '查询登记资料、开具证明', kind: 'window' },
  consultation: { name: '业务咨询', note: '办理前先问清楚', kind: 'window' },
  print: { name: '自助打证', note: '在自助机上打印证书', kind: 'print' },
} as const satisfies Record<string, { name: string; note: string; kind: BookingKind }>;
export type Matter = keyof typeof matters;
export const matter = z.enum(keysOf(matters), { error: '请选择要办的事。' });

export const days = (name: string, most: number) =>
  z
    .number({ error: `请填写${name}。` })
    .int(`${name}是整数。`)
    .min(1, `${name}最少是 1。`)
    .max(most, `${name}最多是 ${most}。`);
