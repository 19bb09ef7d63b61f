import type { AgreementTerms } from '@zhucheng/shared';
import { DatePicker, Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';

export interface TermsValues {
  period: [Dayjs, Dayjs];
  publicArchive: boolean;
  note?: string;
}

const aYear = (): [Dayjs, Dayjs] => [dayjs(), dayjs().add(1, 'year').subtract(1, 'day')];
export const initialTerms = (): Partial<TermsValues> => ({ period: aYear(), publicArchive: false, note: '' });

export const termsOf = ({ period, publicArchive, note }: TermsValues): AgreementTerms => ({
  from: period[0].format('YYYY-MM-DD'),
  until: period[1].format('YYYY-MM-DD'),
  publicArchive,
  note: note?.trim() ?? '',
});

/** The terms of an agreement: period, archive query, note. */
export function TermsFields() {
  return (
    <>
      <Form.Item name="period" label="协议期限" rules={[{ required: true, message: '请选择协议期限。' }]}>
        <DatePicker.RangePicker
          allowClear={false}
          presets={[
            { label: '一年', value: aYear() },
            { label: '三年', value: [dayjs(), dayjs().add(3, 'year').subtract(1, 'day')] },
          ]}
          data-testid="terms-period"
        />
      </Form.Item>
      <Form.Item name="publicArchive" label="公共档案查询" extra="只有签订了公共档案查询协议的机构才能开通">
        <Radio.Group
          options={[
            { value: false, label: '不开通' },
            { value: true, label: '开通' },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label="备注（选填）">
        <Input.TextArea rows={2} maxLength={300} showCount data-testid="terms-note" />
      </Form.Item>
    </>
  );
}
