import { districtName } from './district';
import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

/** The parts of a unit number, zero-padded texts as they are printed. */
export interface UnitNumberParts {
  /** 6 digits (县级行政区). */
  district: string;
  /** 3 digits (地籍区). */
  zone: string;
  /** 3 digits (地籍子区). */
  subzone: string;
  /** Ownership G, J or Z and a letter for the kind of land right (宗地特征码), such as GB. */
  parcelFeature: string;
  /** 5 digits (宗地顺序号). */
  parcel: string;
  /** F house, L forest, Q other, W none (定着物特征码). */
  fixtureFeature: 'F' | 'L' | 'Q' | 'W';
  /** 8 digits; of a house 4 for the building (幢) and 4 for the unit (户). */
  fixture: string;
}

const SHAPE = /^(\d{6})(\d{3})(\d{3})([GJZ][A-Z])(\d{5})([FLQW])(\d{8})$/;

function parse(raw: string): UnitNumberParts | null {
  const match = SHAPE.exec(compactCode(raw));
  if (!match) return null;
  const [, district = '', zone = '', subzone = '', parcelFeature = '', parcel = '', feature, fixture = ''] = match;
  return {
    district,
    zone,
    subzone,
    parcelFeature,
    parcel,
    fixtureFeature: feature as UnitNumberParts['fixtureFeature'],
    fixture,
  };
}

function problem(raw: string): string | null {
  const value = compactCode(raw);
  if (value === '') return '请填写不动产单元号。';
  if (value.length !== 28) return `不动产单元号应为28位，现在是${value.length}位，请对照权属证书核对。`;
  const parts = parse(value);
  if (parts === null) return '不动产单元号格式不正确，请对照权属证书逐位核对，例如450502001001GB00001F00010001。';
  if (districtName(parts.district) === null) return '该不动产不在北海市，请核对不动产单元号的前6位。';
  if (parts.fixtureFeature === 'W' && parts.fixture !== '00000000') {
    return '只有土地的不动产单元号应以W00000000结尾，请核对后9位。';
  }
  if (parts.fixtureFeature !== 'W' && parts.fixture === '00000000') {
    return '不动产单元号的定着物编号不能全为0，请核对后8位。';
  }
  return null;
}

function compose(parts: Omit<UnitNumberParts, 'fixtureFeature' | 'fixture'> & Partial<UnitNumberParts>): string {
  const { district, zone, subzone, parcelFeature, parcel, fixtureFeature = 'W', fixture = '00000000' } = parts;
  const value = district + zone + subzone + parcelFeature + parcel + fixtureFeature + fixture;
  const fault = problem(value);
  if (fault !== null) throw new RangeError(fault);
  return value;
}

function group(raw: string): string {
  const value = compactCode(raw);
  return [value.slice(0, 6), value.slice(6, 12), value.slice(12, 19), value.slice(19)].filter(Boolean).join(' ');
}

/** Unit number (不动产单元号), 28 characters, one for each unit of property in Beihai. Source: GB/T 37346. */
export const unitNumber = {
  name: '不动产单元号',
  normalise: compactCode,
  problem,
  mask: (value: string): string => maskMiddle(compactCode(value), 12, 4),
  example: '450502001001GB00001F00010001',
  /** Parts → number; land only when the fixture is left out. Throws RangeError on an invalid part. */
  compose,
  /** The parts, or null when the shape is wrong. */
  parse,
  /** `450502 001001 GB00001 F00010001`, as certificates print it. */
  group,
} satisfies Identifier & Record<string, unknown>;

/** The parcel (宗地) on which a unit stands, 19 characters: districts, zones and sequence as in its number. */
export const parcelOf = (value: string): string => compactCode(value).slice(0, 19);
