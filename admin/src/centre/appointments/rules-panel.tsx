import { type AppointmentRules, routes, type SavedRules } from '@zhucheng/shared';
import { App, Button, Form, InputNumber } from 'antd';
import { CommandFault } from '../../app/errors';
import { useForget } from '../../app/query';
import { Panel } from '../../app/ui';
import { useSave } from '../../app/use-save';

const fields: Array<[name: keyof AppointmentRules, label: string, most: number]> = [
  ['daysAhead', '可提前几天预约', 60],
  ['openPerPerson', '每人最多同时几个预约', 50],
  ['noShowLimit', '未到场几次', 20],
  ['noShowWindowDays', '在几天之内', 366],
  ['pauseDays', '暂停网上预约几天', 366],
];

/** The numbers of the booking rules. */
export function RulesPanel({ rules }: { rules: SavedRules }) {
  const forget = useForget();
  const { message } = App.useApp();
  const described = fields.map(([name, label]) => [name, label, String] as const);
  const set = useSave(routes.appointments.setRules, described, () => {
    message.success('规则已保存，马上生效。');
    void forget('appointment-settings');
  });
  return (
    <Panel title="预约规则" testId="rules-panel">
      <Form
        layout="inline"
        requiredMark={false}
        className="rules"
        key={rules.version}
        initialValues={rules}
        onFinish={(body: AppointmentRules) => set.save({ body: { ...body, version: rules.version } })}
      >
        {fields.map(([name, label, most]) => (
          <Form.Item key={name} name={name} label={label} rules={[{ required: true, message: '请填写。' }]}>
            <InputNumber min={1} max={most} precision={0} />
          </Form.Item>
        ))}
        <Button type="primary" htmlType="submit" loading={set.busy}>
          保存规则
        </Button>
      </Form>
      {set.conflict}
      <CommandFault error={set.error} />
    </Panel>
  );
}
