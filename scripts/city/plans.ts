import type { UnitPlan, UnitUse } from './model';

/** A row of rooms from west to east: depth in cm, then name and width in cm of each. */
type Row = [depth: number, ...rooms: [name: string, width: number][]];

const DWELLINGS: Row[][] = [
  [
    [330, ['厨房', 240], ['餐厅', 330], ['卫生间', 210], ['次卧', 360]],
    [140, ['玄关', 240], ['走道', 690], ['主卫', 210]],
    [420, ['书房', 330], ['客厅', 420], ['主卧', 390]],
    [150, ['设备平台', 330], ['阳台', 810]],
  ],
  [
    [300, ['厨房', 220], ['卫生间', 200], ['餐厅', 180], ['次卧', 300]],
    [120, ['走道', 900]],
    [400, ['客厅', 480], ['主卧', 420]],
    [140, ['阳台', 480], ['设备平台', 420]],
  ],
  [
    [280, ['厨房', 240], ['卫生间', 200], ['玄关', 160]],
    [420, ['客厅', 320], ['卧室', 280]],
    [130, ['阳台', 600]],
  ],
  [
    [340, ['厨房', 260], ['餐厅', 340], ['卫生间', 220], ['次卧', 300], ['书房', 200]],
    [150, ['玄关', 260], ['走道', 740], ['衣帽间', 320]],
    [450, ['老人房', 360], ['客厅', 560], ['主卧', 400]],
    [160, ['设备平台', 360], ['阳台', 560], ['主卫', 400]],
  ],
];

const OTHERS: Record<Exclude<UnitUse, 'dwelling'>, Row[][]> = {
  shop: [
    [
      [780, ['营业厅', 420]],
      [220, ['库房', 240], ['卫生间', 180]],
    ],
    [
      [960, ['营业厅', 540]],
      [240, ['库房', 340], ['卫生间', 200]],
    ],
  ],
  office: [
    [
      [240, ['前台', 300], ['会议室', 420], ['卫生间', 180]],
      [620, ['办公区', 900]],
    ],
    [
      [260, ['经理室', 360], ['会议室', 480], ['茶水间', 240]],
      [700, ['办公区', 1080]],
    ],
  ],
  parking: [[[530, ['车位', 250]]], [[560, ['车位', 270]]]],
  storage: [[[320, ['储藏间', 240]]], [[360, ['储藏间', 280]]]],
  industrial: [
    [
      [900, ['办公室', 1200], ['更衣室', 600], ['配电间', 600]],
      [3600, ['生产车间', 2400]],
      [900, ['仓库', 1800], ['卸货间', 600]],
    ],
  ],
};

/** Share of the common parts (公摊) on top of the inner area, in percent. */
const COMMON: Record<UnitUse, number> = {
  dwelling: 22,
  shop: 14,
  office: 30,
  parking: 105,
  storage: 12,
  industrial: 3,
};

/** The plan of the unit's place on its floor: a stack of units has the same plan; odd places are mirrored. */
export function planFor(use: UnitUse, place: number): UnitPlan {
  const choices = use === 'dwelling' ? DWELLINGS : OTHERS[use];
  const rows = choices[place % choices.length] as Row[];
  const mirrored = place % 2 === 1;
  const widthOf = ([, ...rooms]: Row): number => rooms.reduce((sum, [, width]) => sum + width, 0);
  const widthCm = widthOf(rows[0] as Row);
  const rooms: UnitPlan['rooms'] = [];
  let y = 0;
  for (const row of rows) {
    const [d, ...cells] = row;
    let x = 0;
    for (const [name, w] of cells) {
      rooms.push({ name, x: mirrored ? widthCm - x - w : x, y, w, d });
      x += w;
    }
    y += d;
  }
  return { widthCm, depthCm: y, rooms };
}

/** Inner and building area of a plan, m² × 100. */
export function areasOf(use: UnitUse, plan: UnitPlan): { innerAreaHundredths: number; areaHundredths: number } {
  const innerAreaHundredths = Math.round((plan.widthCm * plan.depthCm) / 100);
  return { innerAreaHundredths, areaHundredths: Math.round((innerAreaHundredths * (100 + COMMON[use])) / 100) };
}
