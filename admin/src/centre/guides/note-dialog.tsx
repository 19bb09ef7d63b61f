import { type GuideNoteView, type GuideSection, guideSections, routes } from '@zhucheng/shared';
import { App, DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { CommandFault } from '../../app/errors';
import { day } from '../../app/format';
import { useCommand } from '../../app/query';
import { type Described, useSave } from '../../app/use-save';
import { NoteBox } from './guide-preview';

interface Values {
  section: GuideSection;
  text: string;
  from: Dayjs;
  until?: Dayjs | null;
}
interface Props {
  guideId: string;
  /** Null for a new note. */
  note: GuideNoteView | null;
  onClose: () => void;
  onDone: () => void;
}
export const described: Described = [
  ['section', '放在哪一栏', (section: GuideSection) => guideSections[section]],
  ['text', '说明', String],
  ['from', '从哪天起显示', String],
  ['until', '显示到哪天', String],
];
const iso = (value: Dayjs): string => value.format('YYYY-MM-DD');

/** Adds or edits a note, with what citizens will see below the text. */
export function NoteDialog({ guideId, note, onClose, onDone }: Props) {
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const text = Form.useWatch('text', form) ?? note?.text ?? '';
  const from = Form.useWatch('from', form);
  const said = (words: string) => () => {
    message.success(words);
    onDone();
  };
  const add = useCommand(routes.guides.addNote, said('已添加说明。'));
  const edit = useSave(routes.guides.editNote, described, said('已修改说明。'));
  const save = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (!values) return;
    const body = {
      section: values.section,
      text: values.text.trim(),
      from: iso(values.from),
      until: values.until ? iso(values.until) : null,
    };
    if (note) edit.save({ params: { id: note.id }, body: { ...body, version: note.version } });
    else add.mutate({ params: { id: guideId }, body });
  };
  return (
    <Modal
      open
      width={640}
      title={note ? '修改说明' : '添加说明'}
      okText="保存"
      cancelText="取消"
      onCancel={onClose}
      onOk={() => void save()}
      confirmLoading={add.isPending || edit.busy}
      okButtonProps={{ 'data-testid': 'note-save' }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={() => void save()}
        initialValues={{
          section: note?.section ?? 'materials',
          text: note?.text ?? '',
          from: dayjs(note?.from ?? day(Date.now())),
          until: note?.until ? dayjs(note.until) : null,
        }}
      >
        <Form.Item name="section" label="放在哪一栏">
          <Select
            options={Object.entries(guideSections).map(([value, label]) => ({ value, label }))}
            data-testid="note-section"
          />
        </Form.Item>
        <Form.Item
          name="text"
          label="说明"
          extra="只写文字，不用排版。请不要写个人信息。"
          rules={[{ required: true, whitespace: true, message: '请填写说明。' }]}
        >
          <Input.TextArea
            rows={4}
            maxLength={500}
            showCount
            placeholder="例如：10 月 1 日至 7 日窗口休息，网上照常受理，8 日起审核。"
            data-testid="note-text"
          />
        </Form.Item>
        <div className="guide-dates">
          <Form.Item name="from" label="从哪天起显示" rules={[{ required: true, message: '请选择开始日期。' }]}>
            <DatePicker className="w-160" />
          </Form.Item>
          <Form.Item
            name="until"
            label="显示到哪天（空着就一直显示）"
            dependencies={['from']}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, value: Dayjs | null) =>
                  value && iso(value) < iso(getFieldValue('from') as Dayjs)
                    ? Promise.reject(new Error('结束日期不能早于开始日期。'))
                    : Promise.resolve(),
              }),
            ]}
          >
            <DatePicker className="w-260" />
          </Form.Item>
        </div>
      </Form>
      <div aria-live="polite">
        <p className="soft">{from ? `群众从 ${iso(from)} 起会这样看到：` : '群众会这样看到：'}</p>
        <NoteBox text={text.trim() || '（还没有填写）'} updatedAt={Date.now()} />
      </div>
      {edit.conflict}
      <CommandFault error={add.error ?? edit.error} onReload={onDone} />
    </Modal>
  );
}
