import { PlusOutlined } from '@ant-design/icons';
import { type GuideNoteView, guideSections, routes, type SavedMeanwhile } from '@zhucheng/shared';
import { App, Button, Modal, Popconfirm, Select, Space, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { SaveConflict } from '../../app/save-conflict';
import { EmptyHint, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { differencesOf } from '../../app/use-save';
import { GuidePreview } from './guide-preview';
import { described, NoteDialog } from './note-dialog';
import './guides.css';

const states: Record<GuideNoteView['state'], { name: string; tone: string }> = {
  shown: { name: '显示中', tone: 'done' },
  coming: { name: '未到日期', tone: 'waiting' },
  past: { name: '已过期', tone: 'ended' },
  withdrawn: { name: '已撤下', tone: 'ended' },
};

/** Notes of the centre in service guides (办事指南). The guide itself comes from the declaration and is only shown here. */
export function Component() {
  const [search, setSearch] = useSearchParams();
  const list = useRead(['guides'], routes.guides.list, { query: {} });
  const id = search.get('guide') ?? list.data?.items[0]?.id;
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <PageSkeleton />;
  return (
    <div className="page">
      <PageHead title="办事指南" hint="指南由业务规则自动生成。这里可以补充登记中心的说明，群众马上就能看到。">
        <Select
          aria-label="选择指南"
          className="w-260"
          size="large"
          showSearch={{ optionFilterProp: 'label' }}
          value={id ?? null}
          onChange={(guide) => guide && setSearch({ guide }, { replace: true })}
          options={list.data.items.map((item) => ({ value: item.id, label: item.name }))}
          data-testid="guide-choice"
        />
      </PageHead>
      {id ? <Guide key={id} id={id} /> : <EmptyHint title="还没有业务">业务上线后，它的指南会出现在这里。</EmptyHint>}
    </div>
  );
}

function Guide({ id }: { id: string }) {
  const forget = useForget();
  const guide = useRead(['guide', id], routes.guides.detail, { params: { id } });
  const notes = useRead(['guide-notes', id], routes.guides.notes, { params: { id } });
  /** `null` adds a note, a note edits it. */
  const [editing, setEditing] = useState<GuideNoteView | null | undefined>(undefined);
  const refresh = () => forget('guide', 'guide-notes');
  const failed = [guide, notes].find((read) => read.error && !read.data);
  if (failed) return <LoadFault error={failed.error} onRetry={() => void failed.refetch()} />;
  return (
    <div className="guide-columns">
      <Panel
        title="登记中心说明"
        extra={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing(null)} data-testid="note-add">
            添加说明
          </Button>
        }
        flush
      >
        <Notes
          items={notes.data?.items ?? []}
          loading={notes.isPending}
          onEdit={setEditing}
          onChanged={() => void refresh()}
        />
      </Panel>
      <Panel title="群众看到的指南">{guide.data ? <GuidePreview guide={guide.data} /> : <PageSkeleton />}</Panel>
      {editing !== undefined && (
        <NoteDialog
          guideId={id}
          note={editing}
          onClose={() => setEditing(undefined)}
          onDone={() => {
            setEditing(undefined);
            void refresh();
          }}
        />
      )}
    </div>
  );
}

interface NotesProps {
  items: GuideNoteView[];
  loading: boolean;
  onEdit: (note: GuideNoteView) => void;
  onChanged: () => void;
}

function Notes({ items, loading, onEdit, onChanged }: NotesProps) {
  const { message } = App.useApp();
  const withdraw = useCommand(routes.guides.withdrawNote, () => {
    message.success('已撤下，群众不再看到这条说明。');
    onChanged();
  });
  /** Edited by a colleague meanwhile: what was read when it was taken down, and what is saved now. */
  const [edited, setEdited] = useState<{ read: GuideNoteView; saved: SavedMeanwhile } | null>(null);
  const send = (read: GuideNoteView, version = read.version) =>
    withdraw.mutate(
      { params: { id: read.id }, body: { version } },
      {
        onSuccess: () => setEdited(null),
        onError: (error) => {
          const { saved, message: said } = asApiError(error);
          setEdited(saved ? { read, saved } : null);
          if (!saved) message.error(said);
          onChanged();
        },
      },
    );
  const columns: TableColumnsType<GuideNoteView> = [
    { title: '栏目', width: 116, render: (_, note) => <span className="nowrap">{guideSections[note.section]}</span> },
    {
      title: '说明',
      render: (_, note) => (
        <div className="stack">
          <span className="guide-note-text">{note.text}</span>
          <small className="soft">
            {note.author} · {minute(note.updatedAt)}
          </small>
        </div>
      ),
    },
    {
      title: '显示',
      width: 128,
      render: (_, note) => (
        <div className="stack">
          <span>
            <span className={`state-tag tone-${states[note.state].tone}`}>{states[note.state].name}</span>
          </span>
          <small className="soft">{note.from} 起</small>
          <small className="soft">{note.until ? `到 ${note.until}` : '长期'}</small>
        </div>
      ),
    },
    {
      title: '操作',
      width: 132,
      render: (_, note) =>
        note.state !== 'withdrawn' && (
          <Space size={4}>
            <Button type="link" size="small" onClick={() => onEdit(note)} data-testid="note-edit">
              修改
            </Button>
            <Popconfirm
              title="撤下这条说明？"
              description="撤下后群众不再看到；记录会保留。"
              okText="撤下"
              cancelText="取消"
              onConfirm={() => send(note)}
            >
              <Button type="link" size="small" danger data-testid="note-withdraw">
                撤下
              </Button>
            </Popconfirm>
          </Space>
        ),
    },
  ];
  return (
    <>
      {edited && (
        <Modal open width={640} title="撤下这条说明？" footer={null} onCancel={() => setEdited(null)}>
          <SaveConflict
            read
            saved={edited.saved}
            differences={differencesOf(described, edited.read, edited.saved.values ?? {})}
            go="仍然撤下"
            busy={withdraw.isPending}
            onSettle={() => send(edited.read, edited.saved.version)}
          />
        </Modal>
      )}
      <Table
        data-testid="notes-table"
        className="work-table"
        rowKey="id"
        size="medium"
        pagination={false}
        loading={loading}
        dataSource={items}
        columns={columns}
        rowClassName={(note) => (note.state === 'withdrawn' || note.state === 'past' ? 'row-ended' : '')}
        locale={{
          emptyText: loading ? (
            <div className="empty-space" />
          ) : (
            <EmptyHint title="还没有说明">点“添加说明”，补充例如节假日安排、本地特殊要求。</EmptyHint>
          ),
        }}
      />
    </>
  );
}
