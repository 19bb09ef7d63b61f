import { type CaseView, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { asApiError, call } from '../../app/api';

/** What the department said about one row. */
export interface Answer {
  status: 'done' | 'waiting' | 'refused' | 'todo' | 'fault';
  message: string;
  /** Version of the step that the department was asked about. */
  version?: number;
}

const AT_ONCE = 4;
const words: Record<Exclude<Answer['status'], 'fault'>, string> = {
  done: '核验通过',
  waiting: '部门还在核验',
  refused: '核验未通过，请核对号码',
  todo: '还没有填写',
};

const answerOf = (view: CaseView, step: string): Answer => {
  const found = view.steps.find((each) => each.id === step);
  const status = found?.status ?? 'todo';
  return { status, message: found?.message ?? words[status], ...(found && { version: found.version }) };
};

/** Reads or refreshes the department's answers of many cases, a few at a time. */
export function useAnswers(step: string) {
  const [answers, setAnswers] = useState<Record<string, Answer>>({});
  const [left, setLeft] = useState(0);
  const run = async (ids: readonly string[], how: 'read' | 'refresh'): Promise<void> => {
    const queue = [...ids];
    setLeft(queue.length);
    const one = async (id: string): Promise<Answer> => {
      try {
        const view =
          how === 'read'
            ? await call(routes.cases.detail, { params: { id } })
            : await call(routes.cases.refresh, { params: { id, step } });
        return answerOf(view, step);
      } catch (error) {
        return { status: 'fault', message: asApiError(error).message };
      }
    };
    const worker = async (): Promise<void> => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        const answer = await one(id);
        const current = id;
        setAnswers((before) => ({ ...before, [current]: answer }));
        setLeft((before) => before - 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setLeft(0);
  };
  return { answers, busy: left > 0, run };
}
