import { cleanText } from '@zhucheng/shared';
import { Form, Input } from 'antd';

/** The present code, asked for before what a stolen session must not do. */
export function CodeField() {
  return (
    <Form.Item
      name="totp"
      label="动态口令"
      extra="确认是本人：输入身份验证器当前显示的 6 位数字；登录时刚用过的请等下一个"
      rules={[{ required: true, pattern: /^\d{6}$/, message: '请填写 6 位动态口令。' }]}
      normalize={(value: string) => cleanText(value).replace(/\D/g, '').slice(0, 6)}
    >
      <Input
        className="totp"
        inputMode="numeric"
        autoComplete="one-time-code"
        placeholder="6 位数字"
        data-testid="own-totp"
      />
    </Form.Item>
  );
}
