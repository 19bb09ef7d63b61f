import { deadLetterAdvice, routes, taskFault, taskName } from '@zhucheng/shared';
import { App, Button, Table } from 'antd';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead } from '../../app/ui';

/** Why it failed and what to do, in words where they are known. */
function Why({ code }: { code: string | null }) {
  const advice = deadLetterAdvice(code);
  if (!advice) return code ? taskFault(code) : <span className="soft">没有记录</span>;
  return (
    <>
      {advice.reason}
      <small className="soft block">{advice.remedy}</small>
    </>
  );
}

/** Effects that could not be delivered after every retry, kept until someone looks (未送达任务). */
export function Component() {
  const forget = useForget();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const list = useRead(['dead-letters'], routes.audit.deadLetters, {}, { every: 30_000 });
  const retry = useCommand(routes.audit.retryDeadLetter, () => forget('dead-letters'));
  const send = (id: string) => () => {
    setBusy(id);
    retry.mutate(
      { params: { id } },
      {
        onSuccess: () => message.success('已重新投递；仍未送达会回到这里。'),
        onError: (error) => message.error(asApiError(error).message),
        onSettled: () => setBusy(null),
      },
    );
  };
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="未送达任务" hint="消息、部门调用、证书生成等后台任务，多次重试仍失败的留在这里。" />
      <section className="panel">
        <Table
          data-testid="dead-letters-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={list.isPending}
          dataSource={list.data?.items ?? []}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="全部送达">没有需要处理的任务。</EmptyHint>
            ),
          }}
          columns={[
            {
              title: '任务',
              dataIndex: 'topic',
              width: 220,
              render: (topic: string) => <strong>{taskName(topic)}</strong>,
            },
            { title: '已尝试', width: 90, render: (_, item) => `${item.attempts} 次` },
            { title: '最后的错误', render: (_, item) => <Why code={item.lastError} /> },
            { title: '产生时间', width: 160, render: (_, item) => minute(item.createdAt) },
            {
              title: '操作',
              width: 120,
              render: (_, item) => (
                <Button onClick={send(item.id)} loading={busy === item.id} data-testid="dead-letter-retry">
                  重新投递
                </Button>
              ),
            },
          ]}
        />
      </section>
    </div>
  );
}
