import { type ErrorReply, type SavedMeanwhile, savedMeanwhile } from '@zhucheng/shared';

/** Something did not work; the message is a Chinese sentence a citizen can act on. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** What is wrong at which input: `parties.0.idNumber` → sentence. */
    readonly fields: Record<string, string> = {},
    readonly status = 0,
    readonly requestId?: string,
    /** When the server wants to be asked again, ms. */
    readonly retryAfterMs?: number,
    /** Of SAVED_MEANWHILE: what is saved now, by whom. */
    readonly saved?: SavedMeanwhile,
  ) {
    super(message);
    this.name = 'Failure';
  }

  /** True when nobody can say whether the server did it: the same tap may be repeated safely. */
  get unanswered(): boolean {
    return this.status === 0;
  }
}

const BY_STATUS: Record<number, string> = {
  401: '登录已过期，请重新登录。',
  403: '您没有权限办理这一项。',
  404: '没有找到您要的内容，请核对后再试。',
  409: '这件事刚刚有了变化，请刷新后再看。',
  413: '文件太大了，请换一张小一些的图片。',
  429: '操作太频繁了，请稍等一分钟再试。',
};

/** What the server said; a gateway in between may answer without our body. */
export function failureFrom(status: number, body: unknown): Failure {
  const error = (body as Partial<ErrorReply> | undefined)?.error;
  const fallback = BY_STATUS[status] ?? '系统正忙，请稍后再试。您填写的内容已保存。';
  const fields = Object.fromEntries((error?.fields ?? []).map(({ path, message }) => [path, message]));
  const later = error?.detail?.retryAfterMs;
  return new Failure(
    error?.code ?? `HTTP_${status}`,
    error?.message ?? fallback,
    fields,
    status,
    error?.requestId,
    typeof later === 'number' ? later : undefined,
    error?.code === 'SAVED_MEANWHILE' ? savedMeanwhile.safeParse(error.detail).data : undefined,
  );
}

export const offline = () => new Failure('OFFLINE', '网络没有连上。您填写的内容已保存，连上网络后再点一次即可。');
export const timedOut = () => new Failure('TIMEOUT', '网络有点慢，还没有收到回复。再点一次不会重复提交。');

/** The sentence to show, whatever was thrown. */
export const sentence = (error: unknown): string =>
  error instanceof Failure ? error.message : '出了点小问题，请稍后再试。您填写的内容已保存。';
