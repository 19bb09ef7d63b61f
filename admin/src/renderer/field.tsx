import type { ReactNode } from 'react';

interface Props {
  id: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  fault?: string | undefined;
  children: ReactNode;
  wide?: boolean;
  /** Several inputs under one name, e.g. choices. */
  group?: boolean;
}

/** Ids of what describes an input, for `aria-describedby`. */
export const describedBy = (id: string): string => `${id}-hint ${id}-fault`;

/** One question: its name, the input, a hint, and what is wrong with the answer. */
export function Field({ id, label, hint, optional, fault, children, wide, group }: Props) {
  const name = (
    <>
      {label}
      {optional && <span className="field-optional">（可以不填）</span>}
    </>
  );
  return (
    <div className={`field${wide ? ' wide' : ''}${fault ? ' has-fault' : ''}`} data-testid={id}>
      {group ? (
        <span className="field-name" id={`${id}-name`}>
          {name}
        </span>
      ) : (
        <label className="field-name" htmlFor={id}>
          {name}
        </label>
      )}
      {children}
      {fault ? (
        <p className="field-fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      ) : (
        hint && (
          <p className="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}
