import type { RouteCall, routes } from '@zhucheng/shared';

type Enterprise = (typeof routes)['enterprise'];

/** What a batch was asked to do, so that its failed rows can be tried again. */
export type BatchInput =
  | { kind: 'open'; body: RouteCall<Enterprise['open']>['body'] }
  | { kind: 'fill'; body: RouteCall<Enterprise['fill']>['body'] }
  | { kind: 'act'; body: RouteCall<Enterprise['act']>['body'] };

/** In memory only: it may hold personal data, and a reloaded page sends people to the lists instead. */
const inputs = new Map<string, BatchInput>();

export const rememberBatch = (id: string, input: BatchInput): void => {
  inputs.set(id, input);
};
export const batchInput = (id: string): BatchInput | undefined => inputs.get(id);
