type Role = 'button' | 'link' | 'checkbox' | 'radio' | 'switch' | 'alert' | 'dialog' | 'heading' | 'img' | 'status';

interface Spoken {
  role?: Role;
  label?: string;
  checked?: boolean;
  disabled?: boolean;
  /** Something below it is shown or hidden. */
  expanded?: boolean;
  live?: 'polite' | 'assertive';
}

/** Screen-reader attributes: mini-programs read `aria-role`, browsers read `role`. */
export function a11y({ role, label, checked, disabled, expanded, live }: Spoken): Record<string, string | number> {
  const browser = process.env.TARO_ENV === 'h5';
  const attributes: Record<string, string | number> = {};
  if (role) attributes[browser ? 'role' : 'aria-role'] = role;
  if (label) attributes['aria-label'] = label;
  if (checked !== undefined) attributes['aria-checked'] = String(checked);
  if (disabled) attributes['aria-disabled'] = 'true';
  if (expanded !== undefined) attributes['aria-expanded'] = String(expanded);
  if (live) attributes['aria-live'] = live;
  if (browser && (role === 'button' || role === 'link' || role === 'checkbox' || role === 'radio' || role === 'switch'))
    attributes.tabIndex = 0;
  return attributes;
}

/** The spoken name of an input: in a browser it belongs to the real input inside Taro's element. */
export const inputName = (label: string): Record<string, unknown> =>
  process.env.TARO_ENV === 'h5' ? { nativeProps: { 'aria-label': label } } : { 'aria-label': label };

/** The same of a picture that says something: it is the real image that a screen reader asks. */
export const pictureName = (label: string): Record<string, unknown> =>
  process.env.TARO_ENV === 'h5' ? { nativeProps: { alt: label } } : a11y({ role: 'img', label });

/** In a browser, Enter and Space do what a tap does. */
export function onKeys(act: (() => void) | undefined): Record<string, unknown> {
  if (process.env.TARO_ENV !== 'h5' || !act) return {};
  return {
    onKeyDown: (event: { key: string; preventDefault(): void }) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      act();
    },
  };
}

export const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ');
