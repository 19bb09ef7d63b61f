import { SafetyCertificateOutlined } from '@ant-design/icons';
import { routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input, Table } from 'antd';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { second } from '../../app/format';
import { useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';

interface Filters {
  action?: string;
  subjectId?: string;
  actorId?: string;
}

const actorKinds: Record<string, string> = { staff: '工作人员', citizen: '申请人', system: '系统' };
const short = (text: string | null): string =>
  text && text.length > 14 ? `${text.slice(0, 6)}…${text.slice(-6)}` : (text ?? '—');

/** The append-only audit log (审计日志) and the proof that nobody changed it. */
export function Component() {
  const [form] = Form.useForm<Filters>();
  const [action, setAction] = useRemembered('audit.action', '');
  const [ids, setIds] = useState<Filters>({});
  const filters = { ...ids, action: action || undefined };
  const cursor = useCursor(JSON.stringify(filters));
  const list = useRead(
    ['audit', filters, cursor.cursor ?? ''],
    routes.audit.list,
    { query: { ...filters, cursor: cursor.cursor, limit: 50 } },
    { keep: true },
  );
  const chain = useRead(['audit-chain'], routes.audit.verify, {}, { enabled: false });
  const apply = (values: Filters): void => {
    setAction(values.action?.trim() ?? '');
    setIds({
      subjectId: values.subjectId?.trim() || undefined,
      actorId: values.actorId?.trim() || undefined,
    } as Filters);
  };
  const filtered = Boolean(action || ids.subjectId || ids.actorId);

  return (
    <div className="page">
      <PageHead title="审计日志" hint="只增不改。每条记录封入哈希链后，任何改动都会被发现。">
        <Button
          type="primary"
          size="large"
          icon={<SafetyCertificateOutlined />}
          onClick={() => void chain.refetch()}
          loading={chain.isFetching}
          data-testid="audit-verify"
        >
          校验哈希链
        </Button>
      </PageHead>
      {chain.error && !chain.isFetching && (
        <Alert className="fault" type="error" showIcon title={asApiError(chain.error).message} />
      )}
      {chain.data && !chain.isFetching && <ChainResult {...chain.data} at={chain.dataUpdatedAt} />}
      <section className="panel">
        <Form form={form} layout="inline" className="toolbar" onFinish={apply} initialValues={{ action }} role="search">
          <Form.Item name="action" label="动作">
            <Input allowClear maxLength={60} placeholder="例如 review.approve" data-testid="audit-action" />
          </Form.Item>
          <Form.Item name="subjectId" label="对象编号">
            <Input allowClear maxLength={60} placeholder="办件、单元等的编号" data-testid="audit-subject" />
          </Form.Item>
          <Form.Item name="actorId" label="操作人编号">
            <Input allowClear maxLength={60} data-testid="audit-actor" />
          </Form.Item>
          <Button htmlType="submit" data-testid="audit-filter">
            筛选
          </Button>
          {filtered && (
            <Button
              type="link"
              onClick={() => {
                form.setFieldsValue({ action: '', subjectId: '', actorId: '' });
                apply({});
              }}
            >
              清除筛选
            </Button>
          )}
        </Form>
        {list.error && !list.data ? (
          <LoadFault error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Table
            data-testid="audit-table"
            className="work-table"
            rowKey="id"
            size="small"
            pagination={false}
            loading={list.isPending || list.isPlaceholderData}
            dataSource={list.data?.items ?? []}
            scroll={{ x: 1000 }}
            expandable={{
              expandedRowRender: (entry) => <Detail entry={entry} />,
              rowExpandable: () => true,
            }}
            locale={{
              emptyText: list.isPending ? (
                <div className="empty-space" />
              ) : (
                <EmptyHint title={filtered ? '没有符合条件的记录' : '还没有审计记录'}>
                  {filtered && '动作和编号需要完整填写。'}
                </EmptyHint>
              ),
            }}
            columns={[
              { title: '序号', width: 90, render: (_, entry) => entry.seq ?? <span className="soft">待封存</span> },
              { title: '时间', width: 170, render: (_, entry) => <span className="nowrap">{second(entry.at)}</span> },
              {
                title: '操作人',
                width: 210,
                render: (_, entry) => (
                  <>
                    {actorKinds[entry.actorKind] ?? entry.actorKind}{' '}
                    <span className="soft mono" title={entry.actorId ?? undefined}>
                      {short(entry.actorId)}
                    </span>
                  </>
                ),
              },
              { title: '动作', dataIndex: 'action' },
              {
                title: '对象',
                width: 220,
                render: (_, entry) => (
                  <>
                    {entry.subjectKind}{' '}
                    <span className="soft mono" title={entry.subjectId}>
                      {short(entry.subjectId)}
                    </span>
                  </>
                ),
              },
              {
                title: '哈希',
                width: 150,
                render: (_, entry) => <span className="mono soft">{short(entry.hash)}</span>,
              },
            ]}
          />
        )}
        <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
      </section>
    </div>
  );
}

function ChainResult(props: {
  intact: boolean;
  sealed: number;
  unsealed: number;
  brokenAt: number | null;
  at: number;
}) {
  return (
    <Alert
      className="fault"
      data-testid="audit-chain"
      data-intact={props.intact}
      type={props.intact ? 'success' : 'error'}
      showIcon
      title={props.intact ? `哈希链完整，${props.sealed} 条记录未被改动` : `哈希链在第 ${props.brokenAt ?? '?'} 条断裂`}
      description={`校验时间 ${second(props.at)}。${
        props.unsealed ? `另有 ${props.unsealed} 条新记录等待封存。` : '没有等待封存的记录。'
      }${props.intact ? '' : '请保留现场，立即联系安全负责人。'}`}
    />
  );
}

function Detail({
  entry,
}: {
  entry: { detail: Record<string, unknown>; hash: string | null; subjectId: string; actorId: string | null };
}) {
  const lines: Array<[string, unknown]> = [
    ['对象编号', entry.subjectId],
    ['操作人编号', entry.actorId ?? '—'],
    ...Object.entries(entry.detail),
    ['哈希', entry.hash ?? '待封存'],
  ];
  return (
    <dl className="facts audit-detail">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
