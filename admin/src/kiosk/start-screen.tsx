import type { KioskView } from '@zhucheng/shared';
import { Pearl } from '../app/ui';

const steps = [
  ['准备', '取件码，身份证或手机支付宝'],
  ['核对', '输取件码，再放身份证或刷脸'],
  ['打印', '选证书，等机器出纸，取走证书'],
] as const;

/** What stands on the screen when nobody is there. */
export function StartScreen(props: {
  kiosk: KioskView | null;
  fault: string | null;
  onStart: () => void;
  onRetry: () => void;
}) {
  const { kiosk, fault, onStart, onRetry } = props;
  return (
    <section className="kiosk-start">
      <Pearl width={200} />
      <h1>自助打印不动产权证书</h1>
      <ol>
        {steps.map(([name, text], index) => (
          <li key={name}>
            <b>{index + 1}</b>
            <strong>{name}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      {fault ? (
        <>
          <p className="kiosk-fault" role="alert">
            {fault}
          </p>
          <button type="button" className="kiosk-main" onClick={onRetry}>
            重新连接
          </button>
        </>
      ) : (
        <button
          type="button"
          className="kiosk-main kiosk-begin"
          disabled={!kiosk}
          onClick={onStart}
          data-testid="kiosk-start"
        >
          {kiosk ? '点这里开始' : '正在连接…'}
        </button>
      )}
      <footer>
        {kiosk ? `${kiosk.pointName} · ${kiosk.name}` : '　'}
        <br />
        需要帮助，请找身边的工作人员。
      </footer>
    </section>
  );
}
