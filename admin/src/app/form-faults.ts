import type { FormInstance } from 'antd';
import { asApiError } from './api';

/** Puts the server's faults at their fields; paths with dots lead into groups. */
export function showFaults(form: FormInstance, error: unknown, prefix = ''): void {
  const faults = asApiError(error).fields.map(({ path, message }) => {
    const own = prefix && path.startsWith(`${prefix}.`) ? path.slice(prefix.length + 1) : path;
    return { name: own.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)), errors: [message] };
  });
  form.setFields(faults as Parameters<FormInstance['setFields']>[0]);
  const [first] = faults;
  if (first) form.scrollToField(first.name, { focus: true });
}
