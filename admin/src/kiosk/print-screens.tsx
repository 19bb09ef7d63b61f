import { type Printable, type PrintTrouble, printTroubles } from '@zhucheng/shared';
import { useEffect, useRef, useState } from 'react';
import { Fault } from './entry-screens';
import { Frame } from './frame';

/** What can be printed; one touch prints one certificate. */
export function ListScreen(props: {
  items: Printable[];
  busy: boolean;
  fault: string | null;
  onPrint: (item: Printable) => void;
  onLeave: () => void;
}) {
  const { items, busy, fault, onPrint, onLeave } = props;
  return (
    <Frame step={3} title={items.length ? '请选择要打印的证书' : '没有可以打印的证书'} onLeave={onLeave} leave="结束">
      {items.length === 0 && (
        <p className="kiosk-hint">这个取件码下现在没有已办结的有效证书。可以在手机上查看办理进度，或到窗口咨询。</p>
      )}
      <Fault text={fault} />
      <ul className="kiosk-list">
        {items.map((item) => (
          <li key={item.certificateId} data-testid="kiosk-item">
            <div>
              <strong>{item.kindName}</strong>
              <span>{item.number}</span>
              <span>{item.location}</span>
              {item.blocked && <em>{item.blocked}</em>}
            </div>
            {item.blocked === null && (
              <button
                type="button"
                className="kiosk-print"
                disabled={busy}
                onClick={() => onPrint(item)}
                aria-label={`打印 ${item.number}`}
                data-testid="kiosk-print"
              >
                {busy ? '请稍候' : '打印'}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Frame>
  );
}

/** How long the printer gets to take the file, ms. */
const paperMs = 3_000;
/** Waited for the load event of the frame at most so long, ms. */
const patienceMs = 10_000;

/** Prints the file in a frame of this page, then asks how it went. */
export function PrintingScreen(props: {
  url: string;
  busy: boolean;
  fault: string | null;
  onPrinted: () => void;
  onTrouble: (trouble: PrintTrouble) => void;
}) {
  const { url, busy, fault, onPrinted, onTrouble } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const [stage, setStage] = useState<'sending' | 'asking' | 'trouble'>('sending');
  const sent = useRef(false);
  const send = (): void => {
    if (sent.current) return;
    sent.current = true;
    try {
      frame.current?.contentWindow?.focus();
      frame.current?.contentWindow?.print();
    } catch {
      // Printing is not possible here; the next screen asks the person whether paper came out.
    }
    setTimeout(() => setStage((now) => (now === 'sending' ? 'asking' : now)), paperMs);
  };
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="kiosk-frame kiosk-centre">
      <iframe ref={frame} src={url} title="打印文件" className="kiosk-paper" onLoad={() => setTimeout(send, 500)} />
      {stage === 'sending' && (
        <>
          <div className="kiosk-spinner" aria-hidden="true" />
          <h1 role="status">正在打印，请等机器出纸</h1>
          <p className="kiosk-hint">不要拉扯纸张。</p>
        </>
      )}
      {stage === 'asking' && (
        <>
          <h1>证书打印好了吗？</h1>
          <p className="kiosk-hint">请取走证书，核对页数和内容。</p>
          <Fault text={fault} />
          <button type="button" className="kiosk-main" disabled={busy} onClick={onPrinted} data-testid="kiosk-printed">
            打印好了
          </button>
          <button
            type="button"
            className="kiosk-quiet"
            disabled={busy}
            onClick={() => setStage('trouble')}
            data-testid="kiosk-not-printed"
          >
            没有打印好
          </button>
        </>
      )}
      {stage === 'trouble' && (
        <>
          <h1>出了什么问题？</h1>
          <Fault text={fault} />
          {(['jam', 'paper', 'poor'] as const).map((trouble) => (
            <button
              key={trouble}
              type="button"
              className="kiosk-main"
              disabled={busy}
              onClick={() => onTrouble(trouble)}
              data-testid={`kiosk-trouble-${trouble}`}
            >
              {printTroubles[trouble]}
            </button>
          ))}
          <button type="button" className="kiosk-quiet" disabled={busy} onClick={() => setStage('asking')}>
            返回
          </button>
        </>
      )}
    </section>
  );
}
