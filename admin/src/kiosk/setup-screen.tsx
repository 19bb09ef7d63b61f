import { useState } from 'react';
import { Fault } from './entry-screens';

/** For the administrator, once per device: the key that was shown when the kiosk was registered. */
export function SetupScreen({ fault, onToken }: { fault: string | null; onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  return (
    <main className="kiosk">
      <form
        className="kiosk-frame kiosk-centre"
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim()) onToken(token.trim());
        }}
      >
        <h1>设置这台自助机</h1>
        <p className="kiosk-hint">请系统管理员在工作台“预约设置 → 自助机”登记后，把设备密钥填在这里。</p>
        <label className="kiosk-label" htmlFor="kiosk-token">
          设备密钥
        </label>
        <input
          id="kiosk-token"
          className="kiosk-input"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <Fault text={fault} />
        <button type="submit" className="kiosk-main" disabled={!token.trim()} data-testid="kiosk-setup">
          保存
        </button>
      </form>
    </main>
  );
}
