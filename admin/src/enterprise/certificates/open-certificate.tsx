import { FilePdfOutlined } from '@ant-design/icons';
import { type CertificateSummary, certificateFileFaults, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { useState } from 'react';
import { asApiError, call } from '../../app/api';
import { openInTab } from '../../app/files';
import { Verdict } from '../../app/ui';

type Certificate = Pick<CertificateSummary, 'id' | 'number' | 'fileFault'>;

/** Opens one of the institution's own certificates in a new tab, or says that there is no file and what to do. */
export function OpenCertificate({ id, number, fileFault }: Certificate) {
  const { message } = App.useApp();
  const [opening, setOpening] = useState(false);
  const open = (): void => {
    setOpening(true);
    openInTab(async () => (await call(routes.enterprise.certificateLink, { params: { id } })).url)
      .catch((error) => message.error(asApiError(error).message))
      .finally(() => setOpening(false));
  };
  if (fileFault)
    return (
      <span data-testid="file-fault">
        <Verdict good={false}>没有做成</Verdict>
        <small className="soft block">
          {certificateFileFaults[fileFault]}登记已经生效，登记中心正在处理；急用请到登记窗口。
        </small>
      </span>
    );
  return (
    <Button
      icon={<FilePdfOutlined />}
      loading={opening}
      onClick={open}
      aria-label={`打开 ${number}`}
      data-testid="certificate-open"
    >
      打开 PDF
    </Button>
  );
}
