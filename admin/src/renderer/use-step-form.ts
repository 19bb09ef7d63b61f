import { type Business, dataOf, type InputStep, stepSchema, type TypedValues } from '@zhucheng/shared';
import { useState } from 'react';
import { type Faults, faultAt, faultsFrom, faultsOf, without } from './faults';

export interface StepFormState {
  values: TypedValues;
  faults: Faults;
  dirty: boolean;
  change(values: TypedValues, path: string): void;
  /** Checks one input when it is left; what is still empty is not blamed yet. */
  leave(path: string): void;
  /** What to send, or null with the faults shown and the first one in sight. */
  check(): Record<string, unknown> | null;
  /** Shows what the server found; false when nothing of it belongs to an input. */
  blame(error: unknown): boolean;
  /** Replaces what was typed, e.g. by the values chosen after a conflict; they are not saved yet. */
  replace(values: TypedValues): void;
}

const showFirst = (): void => {
  setTimeout(() => {
    const first = document.querySelector<HTMLElement>('.field-fault');
    first?.scrollIntoView({ block: 'center' });
    first?.closest('.field')?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  });
};

/** The state of one step being filled in; checked with the same schema as on the server. */
export function useStepForm(
  business: Business,
  step: InputStep,
  initial: () => TypedValues,
  known: readonly string[] = [],
): StepFormState {
  const [values, setValues] = useState<TypedValues>(initial);
  const [faults, setFaults] = useState<Faults>({});
  const [dirty, setDirty] = useState(false);
  const data = (): Record<string, unknown> => dataOf(business, step, values, known);
  const check = () => stepSchema(business, step).safeParse(data());
  return {
    values,
    faults,
    dirty,
    change: (next, path) => {
      setValues(next);
      setDirty(true);
      setFaults((before) => without(before, path));
    },
    leave: (path) => {
      const value = values[path];
      if (value === undefined || value === '') return;
      const result = check();
      const fault = result.success ? undefined : faultAt(faultsOf(result.error), path);
      setFaults((before) => (fault ? { ...before, [path]: fault } : without(before, path)));
    },
    check: () => {
      const result = check();
      if (result.success) return data();
      setFaults(faultsOf(result.error));
      showFirst();
      return null;
    },
    blame: (error) => {
      const found = faultsFrom(error);
      setFaults(found);
      const any = Object.keys(found).length > 0;
      if (any) showFirst();
      return any;
    },
    replace: (next) => {
      setValues(next);
      setDirty(true);
      setFaults({});
    },
  };
}
