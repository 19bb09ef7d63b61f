import type { CertificateContent, UnitPlan } from './certificate.types';
import { type Box, drawPlan } from './plan';
import { drawSampleStamp } from './seal';
import { line, rect, type Surface } from './surface';
import { wrapText } from './text-layout';
import { INK, INK_SOFT, type Theme } from './theme';

/** What the sheet says beside the drawing. */
export interface PlanCaption {
  location: string;
  unitNumber: string;
  /** Number of the certificate that the plan belongs to. */
  number: string;
  sample: boolean;
}

/** Size of the plan sheet in points; the picture has the same proportions. */
export const PLAN_SHEET = { width: 499, height: 640 } as const;

export const planCaption = ({ location, unitNumber, number, sample }: CertificateContent): PlanCaption => ({
  location,
  unitNumber,
  number,
  sample,
});

/** Groups a 28-digit unit number as its standard does: 6-6-7-9 (GB/T 37346). */
export const groupedUnitNumber = (value: string): string =>
  value.length === 28 ? value.replace(/^(.{6})(.{6})(.{7})(.{9})$/u, '$1 $2 $3 $4') : value;

/** Draws caption and plan with its top left corner at the origin; without a plan the sheet says so. */
export function drawPlanSheet(
  s: Surface,
  plan: UnitPlan | null,
  caption: PlanCaption,
  theme: Pick<Theme, 'deep' | 'mid' | 'tint'>,
): void {
  const { width, height } = PLAN_SHEET;
  s.path(rect(0, 0, width, height), { fill: '#ffffff' });
  const entries: [string, string][] = [
    ['坐落', caption.location],
    ['不动产单元号', groupedUnitNumber(caption.unitNumber)],
    ['证书号', caption.number],
  ];
  const rules: number[] = [];
  let y = 0;
  for (const [label, value] of entries) {
    const lines = wrapText(value, width - 114, { size: 9.5 });
    const rowHeight = lines.length * 14 + 8;
    s.path(rect(0, y, 94, rowHeight), { fill: theme.tint });
    s.text(label, 47, y + rowHeight / 2 + 3.4, { size: 9.5, weight: 'bold', color: theme.deep, align: 'center' });
    for (const [i, text] of lines.entries()) s.text(text, 104, y + 15 + i * 14, { size: 9.5, color: INK });
    y += rowHeight;
    rules.push(y);
  }
  for (const at of rules) s.path(line(0, at, width, at), { stroke: theme.mid, lineWidth: 0.5 });
  s.path(line(94, 0, 94, y), { stroke: theme.mid, lineWidth: 0.5 });
  const box: Box = { x: 0, y, width, height: height - y };
  if (plan) drawPlan(s, plan, box);
  else {
    s.text('本不动产单元未附平面图', width / 2, y + box.height / 2 - 6, { size: 14, color: INK_SOFT, align: 'center' });
    s.text('登记簿中没有该单元的户型图，不影响本证效力', width / 2, y + box.height / 2 + 16, {
      size: 9.5,
      color: INK_SOFT,
      align: 'center',
    });
  }
  if (caption.sample) drawSampleStamp(s, width / 2 + 14, height - 24, 10, -6);
  s.path(rect(0, 0, width, height), { stroke: theme.deep, lineWidth: 1 });
}
