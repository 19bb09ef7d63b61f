import { repeatAfter } from '@zhucheng/shared';
import { Failure } from './failure';
import { isOnline } from './network';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends a command, with the key it had, until it is answered; a phone that knows it is offline is told so at once. */
export async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  const began = Date.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Failure) || (error.unanswered && !isOnline())) throw error;
      const { status, retryAfterMs } = error;
      const code = error.code.startsWith('HTTP_') ? undefined : error.code;
      const ms = repeatAfter({ status, code, retryAfterMs }, attempt, Date.now() - began, Math.random());
      if (ms === null) throw error;
      await pause(ms);
    }
  }
}
