import { type KioskView, type Printable, type PrintTrouble, type RouteReply, routes } from '@zhucheng/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, device, KioskFault } from './device';
import { CodeScreen, IdScreen } from './entry-screens';
import './kiosk.css';
import './kiosk-print.css';
import { ListScreen, PrintingScreen } from './print-screens';
import { SetupScreen } from './setup-screen';
import { StartScreen } from './start-screen';
import { useIdle } from './use-idle';

const { printing } = routes;

/** Everything about the person in front of the kiosk; starting anew drops it whole. */
interface Visit {
  screen: 'start' | 'code' | 'id' | 'list' | 'printing';
  code: string;
  idNumber: string;
  token: string;
  items: Printable[];
  print: RouteReply<typeof printing.print> | null;
}
const nobody: Visit = { screen: 'start', code: '', idNumber: '', token: '', items: [], print: null };

/** The self-service printer's page (自助打证): full screen, for fingers, back to its start after a minute without a touch. */
export default function KioskApp() {
  const [kiosk, setKiosk] = useState<KioskView | null>(null);
  const [unset, setUnset] = useState(device.get() === null);
  const [visit, setVisit] = useState<Visit>(nobody);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** A reply that arrives after its visitor has left is thrown away. */
  const turn = useRef(0);

  const load = useCallback(async () => {
    try {
      setKiosk(await call(printing.kiosk, {}));
      setUnset(false);
      setFault(null);
    } catch (error) {
      if (error instanceof KioskFault && error.code === 'UNAUTHENTICATED') setUnset(true);
      setFault((error as Error).message);
    }
  }, []);
  useEffect(() => {
    document.title = '自助打证 · 珠城e登';
    if (device.get() !== null) void load();
  }, [load]);

  const leave = (): void => {
    const { token, print } = visit;
    turn.current++;
    setVisit(nobody);
    setFault(null);
    setBusy(false);
    if (!token) return;
    void (async () => {
      const body = { visit: token, outcome: 'trouble', trouble: 'no-answer' } as const;
      if (print) await call(printing.report, { params: { id: print.printId }, body });
      await call(printing.endVisit, { body: { visit: token } });
    })().catch(() => undefined);
  };
  const left = useIdle(visit.screen !== 'start', leave);

  const run = async (work: () => Promise<Partial<Visit>>): Promise<void> => {
    const mine = turn.current;
    setBusy(true);
    setFault(null);
    try {
      const change = await work();
      if (mine === turn.current) setVisit((now) => ({ ...now, ...change }));
    } catch (error) {
      if (mine !== turn.current) return;
      const { code, message } = error as KioskFault;
      setFault(message);
      if (code === 'PICKUP_LOCKED' || code === 'PICKUP_FAILED') setVisit((now) => ({ ...now, idNumber: '' }));
    } finally {
      if (mine === turn.current) setBusy(false);
    }
  };
  const open = () =>
    run(async () => {
      const { code, idNumber } = visit;
      const reply = await call(printing.openVisit, { body: { code, idNumber } });
      return { screen: 'list', token: reply.visit, items: reply.items, code: '', idNumber: '' };
    });
  const print = ({ certificateId }: Printable) =>
    run(async () => ({
      screen: 'printing',
      print: await call(printing.print, { body: { visit: visit.token, certificateId } }),
    }));
  const report = (trouble: PrintTrouble | null) =>
    run(async () => {
      const result = trouble ? ({ outcome: 'trouble', trouble } as const) : ({ outcome: 'printed' } as const);
      const params = { id: visit.print!.printId };
      const { items } = await call(printing.report, { params, body: { visit: visit.token, ...result } });
      return { screen: 'list', print: null, items };
    });

  const type = (name: 'code' | 'idNumber') => (value: string) => {
    setFault(null);
    setVisit((now) => ({ ...now, [name]: value }));
  };

  if (unset) {
    return (
      <SetupScreen
        fault={fault}
        onToken={(token) => {
          device.set(token);
          void load();
        }}
      />
    );
  }
  return (
    <main className="kiosk">
      {visit.screen === 'start' && (
        <StartScreen
          kiosk={kiosk}
          fault={fault}
          onRetry={() => void load()}
          onStart={() => setVisit({ ...nobody, screen: 'code' })}
        />
      )}
      {visit.screen === 'code' && (
        <CodeScreen
          value={visit.code}
          onChange={type('code')}
          onNext={() => setVisit((now) => ({ ...now, screen: 'id' }))}
          onLeave={leave}
          fault={fault}
          busy={busy}
        />
      )}
      {visit.screen === 'id' && (
        <IdScreen
          value={visit.idNumber}
          onChange={type('idNumber')}
          onNext={() => void open()}
          onLeave={leave}
          fault={fault}
          busy={busy}
        />
      )}
      {visit.screen === 'list' && (
        <ListScreen
          items={visit.items}
          busy={busy}
          fault={fault}
          onPrint={(item) => void print(item)}
          onLeave={leave}
        />
      )}
      {visit.screen === 'printing' && visit.print && (
        <PrintingScreen
          key={visit.print.printId}
          url={visit.print.url}
          busy={busy}
          fault={fault}
          onPrinted={() => void report(null)}
          onTrouble={(trouble) => void report(trouble)}
        />
      )}
      {left !== null && (
        <div className="kiosk-idle" role="alertdialog" aria-label="还在使用吗" data-testid="kiosk-idle">
          <div className="kiosk-idle-box">
            <h1>还在使用吗？</h1>
            <p>{left} 秒后回到首页，并清除您输入的内容。</p>
            <button type="button" className="kiosk-main">
              我还在，继续
            </button>
          </div>
        </div>
      )}
    </main>
  );
}
