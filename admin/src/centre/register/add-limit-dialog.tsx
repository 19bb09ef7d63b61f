import { type LimitKind, limitKinds, routes, type UnitDetail } from '@zhucheng/shared';
import { Alert, App, Button, DatePicker, Form, Input, Modal, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useCommand } from '../../app/query';

interface Values {
  kind: LimitKind;
  authority: string;
  documentNumber: string;
  term: 'until' | 'open';
  until?: Dayjs | null;
}
interface Checked {
  kind: LimitKind;
  authority: string;
  documentNumber: string;
  until: string | null;
}
interface Props {
  unit: UnitDetail;
  open: boolean;
  onClose: () => void;
  onDone: (reply: UnitDetail) => void;
}

/** Registers a seizure, pre-seizure or objection. What it does to running cases is said before it is done. */
export function AddLimitDialog({ unit, open, onClose, onDone }: Props) {
  const [form] = Form.useForm<Values>();
  const [checked, setChecked] = useState<Checked | null>(null);
  const { message } = App.useApp();
  const term = Form.useWatch('term', form);
  const close = (): void => {
    setChecked(null);
    command.reset();
    onClose();
  };
  const command = useCommand(routes.register.addLimit, (reply) => {
    message.success('已登记限制。');
    form.resetFields();
    onDone(reply);
    close();
  });
  const check = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (!values) return;
    setChecked({
      kind: values.kind,
      authority: values.authority.trim(),
      documentNumber: values.documentNumber.trim(),
      until: values.term === 'until' && values.until ? values.until.format('YYYY-MM-DD') : null,
    });
  };
  const send = (): void => {
    if (checked) command.mutate({ params: { id: unit.unit.id }, body: checked });
  };

  return (
    <Modal
      open={open}
      title={checked ? '核对要登记的限制' : '登记限制'}
      width={600}
      onCancel={close}
      footer={
        <>
          <Button onClick={checked ? () => setChecked(null) : close}>{checked ? '返回修改' : '取消'}</Button>
          <Button
            type="primary"
            danger={checked !== null}
            loading={command.isPending}
            onClick={checked ? send : () => void check()}
            data-testid="add-limit-confirm"
          >
            {checked ? `确认登记${limitKinds[checked.kind]}` : '下一步：核对'}
          </Button>
        </>
      }
    >
      <p className="case-line-head">
        <strong>{unit.unit.location}</strong>
      </p>
      <div hidden={checked !== null}>
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={() => void check()}
          initialValues={{ kind: 'seizure', term: 'until' }}
        >
          <Form.Item name="kind" label="种类">
            <Radio.Group
              optionType="button"
              options={Object.entries(limitKinds).map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
          <Form.Item
            name="authority"
            label="嘱托机关或申请人"
            rules={[{ required: true, whitespace: true, message: '请填写嘱托机关或申请人。' }]}
          >
            <Input maxLength={100} placeholder="例如：北海市海城区人民法院" data-testid="limit-authority" />
          </Form.Item>
          <Form.Item
            name="documentNumber"
            label="文号"
            rules={[{ required: true, whitespace: true, message: '请填写文号。' }]}
          >
            <Input maxLength={60} placeholder="例如：（2026）桂0502执保123号" data-testid="limit-document" />
          </Form.Item>
          <Form.Item name="term" label="限制期限">
            <Radio.Group
              options={[
                { value: 'until', label: '到某一天' },
                { value: 'open', label: '文书没有写明期限' },
              ]}
            />
          </Form.Item>
          {term !== 'open' && (
            <Form.Item name="until" label="截止日期" rules={[{ required: true, message: '请选择截止日期。' }]}>
              <DatePicker
                className="w-260"
                minDate={dayjs()}
                presets={[
                  { label: '三年（查封上限）', value: dayjs().add(3, 'year') },
                  { label: '一年', value: dayjs().add(1, 'year') },
                ]}
                data-testid="limit-until"
              />
            </Form.Item>
          )}
        </Form>
      </div>
      {checked && <Check unit={unit} checked={checked} />}
      <CommandFault error={command.error} />
    </Modal>
  );
}

function Check({ unit, checked }: { unit: UnitDetail; checked: Checked }) {
  const stops = checked.kind !== 'objection';
  const running = unit.pendingCases.filter((item) => item.state !== 'suspended');
  return (
    <>
      <dl className="facts check-facts" data-testid="add-limit-check">
        <div>
          <dt>种类</dt>
          <dd>
            <strong>{limitKinds[checked.kind]}</strong>
          </dd>
        </div>
        <div>
          <dt>嘱托机关或申请人</dt>
          <dd>{checked.authority}</dd>
        </div>
        <div>
          <dt>文号</dt>
          <dd>{checked.documentNumber}</dd>
        </div>
        <div>
          <dt>限制期限</dt>
          <dd>{checked.until ? `至 ${checked.until}` : '文书没有写明期限'}</dd>
        </div>
      </dl>
      <Alert
        type="warning"
        showIcon
        title={
          !stops
            ? '异议登记不阻止办理，申请人会看到风险提示。'
            : running.length
              ? `确认后立即中止这个单元在办的 ${running.length} 件业务，已缴的费用转退款。`
              : '确认后这个单元不能转让、抵押；目前没有在办业务受影响。'
        }
        description={
          stops &&
          running.length > 0 && (
            <ul className="plain-list">
              {running.map((item) => (
                <li key={item.id}>
                  {item.businessName} <span className="mono">{acceptance(item.acceptanceNumber)}</span>，现在
                  {item.stateName}
                </li>
              ))}
            </ul>
          )
        }
      />
    </>
  );
}
