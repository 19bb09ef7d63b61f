/** Texts the operator keeps for agreed template ids; any other template shows its parameters. */
const TEXTS: Record<string, string> = {
  'verification-code': '您的验证码是 {code}，{minutes} 分钟内有效。请勿告诉他人。',
};

export function renderSms(template: string, params: Record<string, string>): string {
  const known = TEXTS[template];
  const body = known
    ? known.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '5')
    : (params.text ??
      Object.entries(params)
        .map(([name, value]) => `${name}：${value}`)
        .join('，'));
  const code = !known && params.code ? `验证码 ${params.code}。` : '';
  return `【北海不动产】${code}${body || template}`;
}
