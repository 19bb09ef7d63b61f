import { type Matter, matters, type PointSettings, routes } from '@zhucheng/shared';
import { App, Checkbox, Form, Input, Modal, Switch } from 'antd';
import { CommandFault } from '../../app/errors';
import { useCommand, useForget } from '../../app/query';
import { type Described, useSave } from '../../app/use-save';
import { clock, weekdays } from '../../renderer/slot-text';
import { WeekTable } from './week-table';

type Values = Omit<PointSettings, 'id' | 'version'>;
const fresh: Values = {
  name: '',
  code: '',
  address: '',
  phone: '',
  openingNotes: '',
  active: true,
  matters: ['registration'],
  week: [],
};
const described: Described = [
  ['name', '网点名称', String],
  ['code', '网点代码', String],
  ['address', '地址', String],
  ['phone', '电话', String],
  ['openingNotes', '开放时间说明', String],
  ['matters', '办理事项', (chosen: Matter[]) => chosen.map((matter) => matters[matter].name).join('、')],
  ['active', '对外开放预约', (active: boolean) => (active ? '开放' : '停止')],
  [
    'week',
    '每周时段与名额',
    (week: PointSettings['week']) =>
      week
        .map(
          ({ weekday, startMinute, endMinute, quota }) =>
            `${weekdays[weekday - 1]} ${clock(startMinute)}—${clock(endMinute)} ${quota} 个`,
        )
        .sort()
        .join('\n'),
  ],
];
const needed = (name: string) => [{ required: true, whitespace: true, message: `请填写${name}。` }];

/** A service point: what it does, when, and how many at a time. `point` is null for a new one, undefined while closed. */
export function PointDialog({ point, onClose }: { point: PointSettings | null | undefined; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const forget = useForget();
  const { message } = App.useApp();
  const done = (): void => {
    message.success('已保存，今后的号源已更新。');
    void forget('appointment-settings', 'service-points');
    close();
  };
  const add = useCommand(routes.appointments.addPoint, done);
  const change = useSave(routes.appointments.changePoint, described, done);
  const close = (): void => {
    add.reset();
    change.reset();
    onClose();
  };
  const save = async (): Promise<void> => {
    const body = await form.validateFields().catch(() => null);
    if (!body) return;
    if (point) change.save({ params: { id: point.id }, body: { ...body, version: point.version } });
    else add.mutate({ body });
  };
  return (
    <Modal
      open={point !== undefined}
      title={point ? '修改网点' : '新增网点'}
      width={1000}
      onCancel={close}
      onOk={() => void save()}
      okText="保存"
      okButtonProps={{ 'data-testid': 'point-save' }}
      confirmLoading={add.isPending || change.busy}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" requiredMark={false} preserve={false} initialValues={point ?? fresh}>
        <div className="two-columns">
          <Form.Item name="name" label="网点名称" rules={needed('网点名称')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="code"
            label="网点代码（预约号开头）"
            rules={[{ required: true, pattern: /^[A-Za-z]{1,3}$/, message: '网点代码是 1 至 3 个英文字母。' }]}
          >
            <Input maxLength={3} />
          </Form.Item>
          <Form.Item name="address" label="地址" rules={needed('地址')}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="phone" label="电话" rules={needed('电话')}>
            <Input maxLength={30} />
          </Form.Item>
        </div>
        <Form.Item name="openingNotes" label="开放时间说明">
          <Input maxLength={200} placeholder="例如：周一至周五 9:00—12:00、13:30—16:30" />
        </Form.Item>
        <Form.Item name="matters" label="办理事项" rules={[{ required: true, message: '请至少选择一个办理事项。' }]}>
          <Checkbox.Group options={Object.entries(matters).map(([value, { name }]) => ({ value, label: name }))} />
        </Form.Item>
        <Form.Item name="active" label="对外开放预约" valuePropName="checked">
          <Switch checkedChildren="开放" unCheckedChildren="停止" />
        </Form.Item>
        <Form.Item name="week" label="每周时段与名额（减少名额不影响已经约好的人）">
          <WeekTable />
        </Form.Item>
      </Form>
      {change.conflict}
      <CommandFault error={add.error ?? change.error} onReload={() => void forget('appointment-settings')} />
    </Modal>
  );
}
