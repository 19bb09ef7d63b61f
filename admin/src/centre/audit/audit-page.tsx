import { SafetyCertificateOutlined } from '@ant-design/icons';
import { auditActionName, auditActionNames, auditFacts, auditSubjectName, routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input, Select, Table } from 'antd';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { second } from '../../app/format';
import { useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';
import { ChainResult } from './chain-result';
import { UnmaskAlarms } from './unmask-alarms';

interface Filters {
  action?: string;
  subjectId?: string;
  actorId?: string;
}

const actions = auditActionNames()
  .map(([value, label]) => ({ value, label }))
  .sort((one, other) => one.label.localeCompare(other.label, 'zh'));
const short = (text: string | null): string =>
  text === 'system' ? '' : text && text.length > 14 ? `${text.slice(0, 6)}…${text.slice(-6)}` : (text ?? '—');

/** The append-only audit log (审计日志) and the proof that nobody changed it. */
export function Component() {
  const [form] = Form.useForm<Filters>();
  const [remembered, setAction] = useRemembered('audit.action', '');
  const action = actions.some(({ value }) => value === remembered) ? remembered : '';
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
    setAction(values.action ?? '');
    setIds({
      subjectId: values.subjectId?.trim() || undefined,
      actorId: values.actorId?.trim() || undefined,
    } as Filters);
  };
  const filtered = Boolean(action || ids.subjectId || ids.actorId);

  return (
    <div className="page">
      <PageHead
        title="审计日志"
        hint="只增不改。每条记录封入哈希链，链的位置再签名锚定到数据库之外，任何改动都会被发现。"
      >
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
      <UnmaskAlarms />
      {chain.error && !chain.isFetching && (
        <Alert className="fault" type="error" showIcon title={asApiError(chain.error).message} />
      )}
      {chain.data && !chain.isFetching && <ChainResult {...chain.data} at={chain.dataUpdatedAt} />}
      <section className="panel">
        <Form
          form={form}
          layout="inline"
          className="toolbar"
          onFinish={apply}
          initialValues={{ action: action || undefined }}
          role="search"
        >
          <Form.Item name="action" label="动作">
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder="全部动作"
              style={{ width: 220 }}
              options={actions}
              data-testid="audit-action"
            />
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
                form.setFieldsValue({ action: undefined, subjectId: '', actorId: '' } as never);
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
                  {filtered && '编号需要完整填写。'}
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
                    {auditSubjectName(entry.actorKind)}{' '}
                    <span className="soft mono" title={short(entry.actorId) ? (entry.actorId ?? undefined) : undefined}>
                      {short(entry.actorId)}
                    </span>
                  </>
                ),
              },
              { title: '动作', render: (_, entry) => auditActionName(entry.action) },
              {
                title: '对象',
                width: 220,
                render: (_, entry) => (
                  <>
                    {auditSubjectName(entry.subjectKind)}{' '}
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

function Detail({
  entry,
}: {
  entry: { detail: Record<string, unknown>; hash: string | null; subjectId: string; actorId: string | null };
}) {
  const lines: Array<[string, string]> = [
    ['对象编号', entry.subjectId],
    ['操作人编号', short(entry.actorId) ? (entry.actorId ?? '—') : '—'],
    ...auditFacts(entry.detail),
    ['哈希', entry.hash ?? '待封存'],
  ];
  return (
    <dl className="facts audit-detail">
      {lines.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts of older entries may share a name
        <div key={index}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
