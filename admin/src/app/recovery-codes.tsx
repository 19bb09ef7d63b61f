import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox } from 'antd';
import { useState } from 'react';

/** The codes as a text file; nothing of it leaves this computer. */
function download(username: string, codes: string[]): void {
  const text = [
    `珠城e登 备用码：${username}`,
    '手机不在身边时，用一个备用码代替动态口令登录。每个只能用一次，请放在别人拿不到的地方。',
    '',
    ...codes,
    '',
  ].join('\r\n');
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `珠城e登备用码-${username}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}

interface Props {
  username: string;
  codes: string[];
  onDone: () => void;
  done: string;
}

/** Recovery codes, shown once: kept as a file or on paper before going on. */
export function RecoveryCodes({ username, codes, onDone, done }: Props) {
  const [kept, setKept] = useState(false);
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title="备用码只显示这一次"
        description="手机丢了或不在身边时，用一个备用码代替动态口令登录，每个只能用一次。请下载或打印，放在别人拿不到的地方。"
      />
      <ol className="recovery-codes mono" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row-actions">
        <Button icon={<DownloadOutlined />} onClick={() => download(username, codes)} data-testid="recovery-download">
          下载文本
        </Button>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          打印
        </Button>
      </div>
      <p className="after-field">
        <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)} data-testid="recovery-kept">
          我已保存好备用码
        </Checkbox>
      </p>
      <Button type="primary" size="large" disabled={!kept} onClick={onDone} data-testid="recovery-done">
        {done}
      </Button>
    </>
  );
}
