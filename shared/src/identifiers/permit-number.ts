import type { Identifier } from './identifier';
import { residentId } from './resident-id';
import { compactCode, maskMiddle } from './text';

const mask = (value: string): string => maskMiddle(compactCode(value), 2, 2);

function byShape(name: string, shape: RegExp, sentence: string, example: string): Identifier {
  return {
    name,
    normalise: compactCode,
    problem(raw) {
      const value = compactCode(raw);
      if (value === '') return `请填写${name}。`;
      return shape.test(value) ? null : sentence;
    },
    mask,
    example,
  };
}

/** Mainland travel permit of Hong Kong and Macau residents (港澳居民来往内地通行证); older ones add a two-digit issue number. */
export const hkMacauPermit = byShape(
  '港澳居民来往内地通行证号',
  /^[HM](\d{8}|\d{10})$/,
  '通行证号应为字母H或M加8位数字（旧证10位数字），请对照证件重新填写。',
  'H12345678',
);

/** Mainland travel permit of Taiwan residents (台湾居民来往大陆通行证); older ones: ten digits, with the issue behind. */
export const taiwanPermit = byShape(
  '台湾居民来往大陆通行证号',
  /^(\d{8}|\d{10}([A-Z]|\([A-Z0-9]{1,2}\))?)$/,
  '通行证号应为8位数字（旧证10位数字，可带括号中的签发次数），请对照证件重新填写。',
  '12345678',
);

/** Number of a passport (护照); whose it is stands beside it. */
export const passportNumber = byShape(
  '护照号码',
  /^[A-Z0-9]{5,20}$/,
  '护照号码应为5至20位字母和数字，请对照护照资料页重新填写。',
  'E12345678',
);

/** Officer's card (军官证), such as 南字第12345678号. */
export const officerCard = byShape(
  '军官证号',
  /^\p{Script=Han}{1,6}字?第?\d{4,10}号?$/u,
  '军官证号应像“南字第12345678号”，请对照证件重新填写。',
  '南字第12345678号',
);

const eighteen = (name: string, first: RegExp, sentence: string, example: string): Identifier => ({
  name,
  normalise: residentId.normalise,
  problem(raw) {
    const value = residentId.normalise(raw);
    if (value === '') return `请填写${name}。`;
    if (!first.test(value)) return sentence;
    const fault = residentId.problem(value);
    return fault === null ? null : fault.replace('身份证号', '证件号码');
  },
  mask: residentId.mask,
  example,
});

/** Residence permit of Hong Kong, Macau and Taiwan residents (港澳台居民居住证): as a resident ID, with 81, 82 or 83 before it. */
export const residencePermit = eighteen(
  '港澳台居民居住证号',
  /^8[123]/,
  '居住证号应为18位，以81、82或83开头，请对照证件重新填写。',
  residentId.compose('81000019900307123'),
);

const foreign18 = eighteen(
  '外国人永久居留身份证号',
  /^9/,
  '永久居留身份证号应为18位、以9开头，或旧证的3位字母加12位数字，请对照证件重新填写。',
  residentId.compose('91112419900307123'),
);

/** Foreign permanent resident's ID (外国人永久居留身份证): 18 digits since 2023, before that 3 letters and 12 digits. */
export const foreignResidentId: Identifier = {
  ...foreign18,
  problem(raw) {
    const value = compactCode(raw);
    return /^[A-Z]{3}\d{12}$/.test(value) ? null : foreign18.problem(raw);
  },
  mask: (value) => (compactCode(value).length === 18 ? residentId.mask(value) : mask(value)),
};
