import { z } from 'zod';

/** For `safeParse` of what an operator has written: the sentences of zod itself are English. */
export const inChinese = { error: z.locales.zhCN().localeError };
