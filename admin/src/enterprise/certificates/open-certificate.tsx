import { FilePdfOutlined } from '@ant-design/icons';
import { routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { useState } from 'react';
import { asApiError, call } from '../../app/api';
import { openInTab } from '../../app/files';

/** Opens one of the institution's own certificates in a new tab. */
export function OpenCertificate({ id, number }: { id: string; number: string }) {
  const { message } = App.useApp();
  const [opening, setOpening] = useState(false);
  const open = (): void => {
    setOpening(true);
    openInTab(async () => (await call(routes.enterprise.certificateLink, { params: { id } })).url)
      .catch((error) => message.error(asApiError(error).message))
      .finally(() => setOpening(false));
  };
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
