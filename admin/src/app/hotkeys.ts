import { useEffect, useRef } from 'react';
import { session } from './session';

type Handler = (event: KeyboardEvent) => void;

/** Inputs that take no text: single keys keep working while one has the focus. */
const tick = 'input[type=checkbox], input[type=radio]';
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !target.matches(tick);
const ownKey = (event: KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.key === ' ') &&
  event.target instanceof HTMLElement &&
  event.target.closest(`a,button,[role=button],[role=menuitem],${tick}`) !== null;
const dialogOpen = (): boolean =>
  [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap, .ant-dropdown')].some(
    (element) => element.offsetParent !== null || getComputedStyle(element).display !== 'none',
  );

/** Takes the focus from a control after a choice; focused, it would swallow the single keys of the page. */
export const toKeys = (): void => (document.activeElement as HTMLElement | null)?.blur();

/**
 * Single keys of a page, e.g. `{ n: claimNext, arrowdown: down }`. Silent while someone types, while a dialog is open, and
 * for Enter on a control that has its own meaning.
 */
export function useHotkeys(keys: Record<string, Handler | undefined>, enabled = true): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      const handler = latest.current[event.key.toLowerCase()];
      if (!handler || typing(event.target) || ownKey(event) || dialogOpen()) return;
      event.preventDefault();
      handler(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [enabled]);
}

/** Ctrl or ⌘ with Enter confirms a dialog or a form from any of its inputs, also a text area. */
export function useConfirmKey(open: boolean, confirm: () => void): void {
  const latest = useRef(confirm);
  latest.current = confirm;
  useEffect(() => {
    if (!open) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat || session.get()?.expired) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [open]);
}
