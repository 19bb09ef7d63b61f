import type { z } from 'zod';
import type { FieldFault } from '../contract';
import { Problem } from '../errors/problem';

type Issue = z.core.$ZodIssue;

const formats: Record<string, string> = {
  email: '邮箱格式不正确',
  url: '网址格式不正确',
  date: '日期格式不正确，例如 2026-01-31',
  datetime: '时间格式不正确',
  regex: '格式不正确',
};

function sizeMessage(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const small = issue.code === 'too_small';
  const bound = String(small ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') {
    if (small && bound === '1') return '请填写';
    return small ? `至少 ${bound} 个字` : `最多 ${bound} 个字`;
  }
  if (issue.origin === 'array' || issue.origin === 'set') return small ? `至少 ${bound} 项` : `最多 ${bound} 项`;
  return small ? `不能小于 ${bound}` : `不能大于 ${bound}`;
}

/** Zod writes its default sentences in English; a schema's own sentence (Chinese) always wins. */
function sentence(issue: Issue): string {
  if (/[\u4e00-\u9fff]/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return /received (undefined|null)/.test(issue.message) ? '请填写' : '类型不正确';
    case 'too_small':
    case 'too_big':
      return sizeMessage(issue);
    case 'invalid_format':
      return formats[issue.format] ?? '格式不正确';
    case 'invalid_value':
      return '请从给出的选项中选择';
    case 'unrecognized_keys':
      return '不接受这一项';
    default:
      return '内容不正确，请检查';
  }
}

function faultsOf(issue: Issue, prefix: string): FieldFault[] {
  const base = [prefix, ...issue.path.map(String)].filter((part) => part !== '');
  const path = base.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...base, key].join('.'), code: 'unknown', message: sentence(issue) }));
  }
  return [{ path, code: issue.code, message: sentence(issue) }];
}

/** Turns a zod error into INVALID_INPUT with one Chinese sentence at each field. */
export function problemOf(error: z.ZodError, prefix = ''): Problem {
  return new Problem('INVALID_INPUT', { fields: error.issues.flatMap((issue) => faultsOf(issue, prefix)) });
}
