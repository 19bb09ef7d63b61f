import type { Identifier } from './identifier';
import { compactCode, withoutSpaces } from './text';

export interface District {
  /** Six digits, GB/T 2260. */
  code: string;
  name: string;
}

/** The districts of Beihai. */
export const districts: readonly District[] = [
  { code: '450502', name: '海城区' },
  { code: '450503', name: '银海区' },
  { code: '450512', name: '铁山港区' },
  { code: '450521', name: '合浦县' },
];

function normalise(raw: string): string {
  const name = withoutSpaces(raw).replace(/^(广西壮族自治区|广西)?北海市?/, '');
  return districts.find((district) => district.name === name)?.code ?? compactCode(raw);
}

/** The Chinese name of a district, or null when the code is not one of Beihai. */
export function districtName(code: string): string | null {
  return districts.find((district) => district.code === code)?.name ?? null;
}

/** District (行政区) of Beihai by its six-digit code; a name is normalised to its code. Not masked: nothing to hide. */
export const district: Identifier = {
  name: '行政区',
  normalise,
  problem(raw) {
    if (districtName(normalise(raw)) !== null) return null;
    return `请选择北海市的行政区：${districts.map((each) => each.name).join('、')}。`;
  },
  mask: normalise,
  example: '450502',
};
