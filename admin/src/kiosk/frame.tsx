import type { ReactNode } from 'react';

const steps = ['取件码', '核对本人', '打印'];

/** Title, where one is, and the way out. */
export function Frame(props: {
  step: number;
  title: string;
  onLeave: () => void;
  children: ReactNode;
  leave?: string;
}) {
  const { step, title, onLeave, children, leave = '退出' } = props;
  return (
    <section className="kiosk-frame">
      <header className="kiosk-head">
        <ol className="kiosk-steps" aria-label={`第 ${step} 步，共 ${steps.length} 步`}>
          {steps.map((name, index) => (
            <li key={name} className={index < step ? 'on' : ''} aria-current={index === step - 1 ? 'step' : undefined}>
              {index + 1} {name}
            </li>
          ))}
        </ol>
        <button type="button" className="kiosk-leave" onClick={onLeave} data-testid="kiosk-leave">
          {leave}
        </button>
      </header>
      <h1>{title}</h1>
      {children}
    </section>
  );
}
