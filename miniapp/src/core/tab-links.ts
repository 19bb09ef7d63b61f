/**
 * In a browser the host draws the tab bar's items as `javascript:` links, which the page's policy refuses with an
 * error in the console. The tap itself is all that is needed.
 */
export function calmTabLinks(): void {
  if (process.env.TARO_ENV !== 'h5') return;
  const calm = (event: Event) => {
    if ((event.target as Element | null)?.closest('a[href^="javascript:"]')) event.preventDefault();
  };
  document.addEventListener('click', calm, true);
}
