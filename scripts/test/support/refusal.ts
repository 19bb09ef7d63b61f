import { Refused } from '../../walk/client';

/** The refusal of a call that must be refused. */
export async function refusal(answer: Promise<unknown>): Promise<Refused> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Refused) return error;
  throw error ?? new Error('the call was not refused');
}
