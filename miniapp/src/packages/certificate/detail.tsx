import { Image, View } from '@tarojs/components';
import { type CertificateView, certificateFileFaults, routes, unitNumber } from '@zhucheng/shared';
import { call } from '@/core/api';
import { openFile } from '@/core/outside';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { usePoll } from '@/core/use-poll';
import { useSubmit } from '@/core/use-submit';
import { day } from '@/core/when';
import { Banner, Button, Card, Facts, Failed, Gate, Page, pictureName, Skeleton, Tag } from '@/ui';
import { Qr } from '@/ui/qr';
import { PrintCode } from './print-code';

const withHost = (url: string) => (/^https?:/.test(url) ? url : `${API_BASE}${url}`);

/** The unit plan, the very file that the certificate carries. */
function Plan({ id }: { id: string }) {
  const params = { id };
  const { data } = useLoad(
    () => call(routes.certificates.link, { params, body: { file: 'plan' } }).catch(() => null),
    [id],
  );
  if (!data) return null;
  const url = withHost(data.url);
  return (
    <Card title="分户图">
      <Image
        className="plan"
        src={url}
        mode="widthFix"
        onClick={() => void openFile(url, 'picture')}
        {...pictureName('分户图，点一下放大')}
      />
    </Card>
  );
}

function Detail({ view }: { view: CertificateView }) {
  const open = useSubmit(async () => {
    const { url } = await call(routes.certificates.link, { params: { id: view.id }, body: { file: 'pdf' } });
    await openFile(url, 'pdf');
  });
  const proof = [
    ['证明权利或事项', view.certified ?? ''],
    ['权利人（申请人）', view.rightHolders],
    ['义务人', view.obligor ?? ''],
    ['坐落', view.location],
    ['不动产单元号', unitNumber.group(view.unitNumber)],
    ['其他', view.otherState],
    ['附记', view.note],
    ['登记机构', view.authority],
    ['登记日期', day(view.issuedAt)],
  ] as const;
  const right = [
    ['权利人', view.rightHolders],
    ['共有情况', view.coOwnership],
    ['坐落', view.location],
    ['不动产单元号', unitNumber.group(view.unitNumber)],
    ['权利类型', view.rightType],
    ['权利性质', view.rightNature],
    ['用途', view.use],
    ['面积', view.areaText],
    ['使用期限', view.term],
    ['权利其他状况', view.otherState],
    ['附记', view.note],
    ['登记机构', view.authority],
    ['登记日期', day(view.issuedAt)],
  ] as const;
  // The columns of the printed form, which differ.
  const rows: readonly (readonly [string, string])[] = view.kind === 'registration-certificate' ? proof : right;
  const valid = view.state === 'valid';
  return (
    <Page
      title={view.kindName}
      foot={
        <Button id="cert-open" busy={open.busy} disabled={!view.pdfReady} onTap={open.submit}>
          {view.pdfReady ? '打开证书文件（PDF）' : view.fileFault ? '证书文件没有做成' : '证书文件正在生成'}
        </Button>
      }
    >
      {!valid && (
        <Banner kind="error" title="已注销">
          {`这本证书${view.cancelledAt ? `已于${day(view.cancelledAt)}` : '已'}注销，不能再使用。`}
        </Banner>
      )}
      {view.fileFault && (
        <Banner kind="error" title="证书文件没有做成">
          {`${certificateFileFaults[view.fileFault]}登记已经生效，登记中心正在处理，做好后就能在这里打开；急用请带证件到登记窗口。`}
        </Banner>
      )}
      <Failed error={open.error} />
      <Card title={view.kindName} extra={<Tag kind={valid ? 'ok' : 'stop'}>{valid ? '有效' : '已注销'}</Tag>}>
        <View className="cert__number">{view.number}</View>
        <View className="rows">
          <Facts rows={rows.filter(([, value]) => value !== '')} />
        </View>
      </Card>
      <Card title="扫码核验">
        <Qr text={view.verifyUrl} label="证书核验二维码" />
        <View className="small centre">任何人扫这个码，都能看到证书是真是假、是否有效。</View>
      </Card>
      {valid && <PrintCode id={view.id} />}
      <Plan id={view.id} />
    </Page>
  );
}

function Loaded({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.certificates.detail, { params: { id } }), [id]);
  usePoll(reload, data !== undefined && !data.pdfReady && !data.fileFault);
  if (data) return <Detail view={data} />;
  return (
    <Page title="电子证照">
      <Failed error={error} onRetry={reload} />
      {!error && <Skeleton rows={6} />}
    </Page>
  );
}

export default function CertificatePage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="电子证照" needs={routes.certificates.detail}>
      <Loaded id={id} />
    </Gate>
  );
}
