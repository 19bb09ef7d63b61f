import { View } from '@tarojs/components';
import type { FileView } from '@zhucheng/shared';
import { type ReactNode, useState } from 'react';
import { Button } from '../button';
import { AreaField } from '../field/area-field';
import { CertificateNumberField } from '../field/certificate-number-field';
import { ChoiceField } from '../field/choice-field';
import { CountField } from '../field/count-field';
import { DateField } from '../field/date-field';
import { FenField } from '../field/fen-field';
import { Field } from '../field/field';
import { Option } from '../field/option';
import { TextField } from '../field/text-field';
import { Search } from '../search';
import { Switch } from '../switch';
import { Upload } from '../upload';
import { UploadItem } from '../upload/upload-item';
import { long, nothing, type State, type States } from './state';

interface Kept<T> {
  first: T;
  children(value: T, change: (value: T) => void): ReactNode;
}

/** Keeps what is typed, as a page would. */
function Keep<T>({ first, children }: Kept<T>) {
  const [value, setValue] = useState<T>(first);
  return <>{children(value, setValue)}</>;
}

interface Look {
  label: string;
  hint?: string;
  error?: string;
  optional?: boolean;
  disabled?: boolean;
}

/** The states that every field has. */
function looks<T>(
  label: string,
  values: { empty: T; filled: T },
  show: (look: Look, value: T, change: (value: T) => void) => ReactNode,
): State[] {
  const look = (name: string, first: T, more: Partial<Look> = {}): State => ({
    name,
    show: <Keep<T> first={first}>{(value, change) => show({ label, ...more }, value, change)}</Keep>,
  });
  return [
    look('空的', values.empty, { hint: '照证件上的写。' }),
    look('已填', values.filled),
    look('出错', values.filled, { error: '请核对后再填一次。' }),
    look('可不填', values.empty, { optional: true }),
    look('长文字', values.filled, { label: long, hint: long, error: long }),
  ];
}

const file = (id: string, state: FileView['state'], more: Partial<FileView> = {}): FileView => ({
  id,
  name: '身份证正面.jpg',
  kind: 'jpeg',
  size: 480_000,
  state,
  problem: null,
  uploadedAt: 1_773_020_000_000,
  ...more,
});
const options = [
  { value: 'sole', label: '单独所有' },
  { value: 'joint', label: '共同共有', note: '夫妻之间常选这个。' },
  { value: 'shares', label: '按份共有' },
];

/** Everything that is filled in. */
export const forms: States = {
  AreaField: looks('原因', { empty: '', filled: '买方贷款没有批下来。' }, (look, value, onChange) => (
    <AreaField {...look} value={value} example="例如 不买了" onChange={onChange} />
  )),
  CertificateNumberField: looks(
    '证号',
    { empty: '', filled: '桂（2024）北海市不动产权第0012345号' },
    (look, value, onChange) => <CertificateNumberField {...look} value={value} onChange={onChange} />,
  ),
  ChoiceField: looks<string | undefined>('共有方式', { empty: undefined, filled: 'joint' }, (look, value, onChange) => (
    <ChoiceField {...look} options={options} value={value} onChange={onChange} />
  )),
  CountField: looks('来几个人', { empty: 1, filled: 3 }, (look, value, onChange) => (
    <CountField {...look} value={value} min={1} max={3} onChange={onChange} />
  )),
  DateField: looks('签约日期', { empty: '', filled: '2026-03-09' }, (look, value, onChange) => (
    <DateField {...look} value={value} onChange={onChange} />
  )),
  FenField: looks<number | string | undefined>(
    '成交价格',
    { empty: undefined, filled: 86_500_000 },
    (look, value, onChange) => <FenField {...look} value={value} onChange={onChange} />,
  ),
  Field: [
    {
      name: '任何内容',
      show: (
        <Field label="房屋用途" hint="从登记簿来，不用填。" below="登记簿上的用途是住宅。">
          <View>住宅</View>
        </Field>
      ),
    },
  ],
  Option: [
    { name: '单选，没有选', show: <Option label="本人办理" on={false} onTap={nothing} /> },
    { name: '单选，已选', show: <Option label="委托家人办理" note="家人要先登录一次。" on onTap={nothing} /> },
    { name: '多选，没有选', show: <Option many label="水" on={false} onTap={nothing} /> },
    { name: '多选，已选', show: <Option many label="电" on onTap={nothing} /> },
    { name: '不带框', show: <Option many bare label="我已看过须知" on onTap={nothing} /> },
    { name: '长文字', show: <Option label={long} note={long} on onTap={nothing} /> },
  ],
  Search: [
    {
      name: '空的',
      show: <Keep first="">{(value, set) => <Search label="找指南" value={value} onChange={set} />}</Keep>,
    },
    {
      name: '已填',
      show: <Keep first="二手房">{(value, set) => <Search label="找指南" value={value} onChange={set} />}</Keep>,
    },
  ],
  Switch: [
    { name: '关', show: <Keep first={false}>{(on, set) => <Switch label="收短信" on={on} onChange={set} />}</Keep> },
    { name: '开', show: <Keep first>{(on, set) => <Switch label="大字版" on={on} onChange={set} />}</Keep> },
    { name: '长文字', show: <Keep first>{(on, set) => <Switch label={long} on={on} onChange={set} />}</Keep> },
  ],
  TextField: [
    ...looks('姓名', { empty: '', filled: '陈海波' }, (look, value, onChange) => (
      <TextField {...look} value={value} example="例如 王小明" onChange={onChange} />
    )),
    { name: '不能改', show: <TextField label="手机号" value="138****6688" disabled onChange={nothing} /> },
    {
      name: '前后有字，里面有按钮',
      show: (
        <Keep first="">
          {(value, onChange) => (
            <TextField
              label="验证码"
              keyboard="number"
              before="+86"
              value={value}
              onChange={onChange}
              side={
                <Button kind="text" onTap={nothing}>
                  获取验证码
                </Button>
              }
            />
          )}
        </Keep>
      ),
    },
    {
      name: '密码',
      show: (
        <Keep first="secret">
          {(value, onChange) => <TextField label="密码" keyboard="password" value={value} onChange={onChange} />}
        </Keep>
      ),
    },
  ],
  Upload: [
    { name: '空的', show: <Upload label="身份证" value={[]} onChange={nothing} /> },
    {
      name: '已传、被退回',
      show: (
        <Upload
          label="合同"
          value={[
            file('clean', 'clean'),
            file('refused', 'refused', { name: `${long}.pdf`, problem: '文件打不开，请重新导出后再传。' }),
          ]}
          onChange={nothing}
        />
      ),
    },
    { name: '已满', show: <Upload label="身份证" max={1} value={[file('full', 'clean')]} onChange={nothing} /> },
    { name: '不能改', show: <Upload label="身份证" disabled value={[file('off', 'clean')]} onChange={nothing} /> },
    { name: '出错', show: <Upload label="身份证" error="请上传身份证正面。" value={[]} onChange={nothing} /> },
  ],
  UploadItem: [
    { name: '正在传', show: <UploadItem name="合同.pdf" icon="wait" state="正在上传 40%" percent={40} /> },
    { name: '正在检查', show: <UploadItem name="合同.pdf" icon="wait" state="正在检查安全" /> },
    {
      name: '没有传成',
      show: (
        <UploadItem
          name={`${long}.pdf`}
          icon="alert-coral"
          state="网络没有连上，请再试一次。"
          wrong
          actions={
            <Button kind="text" onTap={nothing}>
              重试
            </Button>
          }
        />
      ),
    },
  ],
};
