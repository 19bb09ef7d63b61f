import { type AppointmentRules, routes } from '@zhucheng/shared';
import { App, Button, Form, InputNumber } from 'antd';
import { CommandFault } from '../../app/errors';
import { useCommand, useForget } from '../../app/query';
import { Panel } from '../../app/ui';

const fields: Array<[name: keyof AppointmentRules, label: string, most: number]> = [
  ['daysAhead', '可提前几天预约', 60],
  ['openPerPerson', '每人最多同时几个预约', 50],
  ['noShowLimit', '未到场几次', 20],
  ['noShowWindowDays', '在几天之内', 366],
  ['pauseDays', '暂停网上预约几天', 366],
];

/** The numbers of the booking rules. */
export function RulesPanel({ rules }: { rules: AppointmentRules }) {
  const forget = useForget();
  const { message } = App.useApp();
  const save = useCommand(routes.appointments.setRules, () => {
    message.success('规则已保存，马上生效。');
    void forget('appointment-settings');
  });
  return (
    <Panel title="预约规则" testId="rules-panel">
      <Form
        layout="inline"
        requiredMark={false}
        className="rules"
        initialValues={rules}
        onFinish={(body: AppointmentRules) => save.mutate({ body })}
      >
        {fields.map(([name, label, most]) => (
          <Form.Item key={name} name={name} label={label} rules={[{ required: true, message: '请填写。' }]}>
            <InputNumber min={1} max={most} precision={0} />
          </Form.Item>
        ))}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存规则
        </Button>
      </Form>
      <CommandFault error={save.error} />
    </Panel>
  );
}
