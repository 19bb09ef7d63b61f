/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Words in Latin letters that people are meant to read, each kind with its reason. What is not here is a code that has slipped out. */
const meant: ReadonlyArray<[reason: string, pattern: RegExp]> = [
  ['kinds of files, as everybody calls them', /^(?:PDF|JPG|JPEG|PNG|HEIC|Word|Excel|xlsx|csv|txt)$/],
  ['what the names of uploaded files end in', /^(?:pdf|jpg|jpeg|png|heic)$/],
  [
    'programs and devices, as is printed on them',
    /^(?:WPS|Chrome|Edge|Safari|Firefox|Windows|Mac|Linux|Android|iPhone|iPad)$/,
  ],
  ['sizes', /^\d*(?:KB|MB|GB)$/],
  ['keys of the keyboard', /^(?:(?:Ctrl|Shift|Alt)\+)?(?:Esc|Enter|Tab|Ctrl|Shift|[A-Z])$/],
  ['one letter: keys, the e of the platform, the X of an identity number', /^[A-Za-z]$/],
  ['credit codes, unit numbers, orders, ids: capitals with digits', /^(?=.*\d)[\dA-Z*…:._/+-]+$/],
  ['where a certificate is verified', /^https?:[\w.:/-]+$/],
  ['what the booking numbers of a service point begin with', /^(?:HC|YH|HP)$/],
  ['fingerprints', /^(?=.*\d)[\da-f*…]+$/],
  ['the letters that a receipt for a filing, and the number of an order, begins with', /^(?:JG|ZC)$/],
  ['codes for those who have lost their device, written down to be typed', /^[a-z\d]{4}(?:-[a-z\d]{4}){2}$/],
  ['the example of how passports name a country', /^USA$/],
  ['the mark of a document without effect, beside its Chinese one', /^SAMPLE$/],
];
/** What is to be typed or compared sign by sign. */
const asItIs = [
  'npm run staff -- create',
  'npm run staff -- list',
  '-----BEGIN PUBLIC KEY-----',
  '/kiosk',
  'http://127.0.0.1:8765',
  'http://127.0.0.1:',
  'abcd-efgh-2345',
  // What somebody of the tests writes into a note, to see that it stays a text.
  '<img src=x onerror="document.title=1">',
  // Names that people of the tests have chosen to sign in with.
  'yintan-lili',
  'weizhou-admin',
  'weizhou-clerk',
  'weizhou-joiner',
  'wei-liping',
  'gao-yongan',
  'mo-xiaoyan',
];

const word = /[A-Za-z\d*…][A-Za-z\d*…:._/+-]*/g;

/** How many signs at its end belong to the sentence, not to the word. */
function trailing(token: string): number {
  let count = 0;
  while (count < token.length && ':._/+-'.includes(token[token.length - 1 - count]!)) count++;
  return count;
}

/** What in these texts only a programmer would understand. `accounts`: names that people sign in with, if they are shown. */
export function rawWords(texts: Iterable<string>, accounts: ReadonlySet<string> = new Set()): string[] {
  const found = new Set<string>();
  for (const text of texts)
    for (const [token] of asItIs.reduce((rest, given) => rest.replaceAll(given, ' '), text).matchAll(word)) {
      const tidy = token.slice(0, token.length - trailing(token));
      if (!/[A-Za-z]/.test(tidy)) continue;
      if (accounts.has(tidy) || meant.some(([, pattern]) => pattern.test(tidy))) continue;
      found.add(`${tidy} in “${text.replace(/\s+/g, ' ').trim().slice(0, 60)}”`);
    }
  return [...found];
}

/**
 * Runs inside the page: everything on it that is read, aloud too – texts, what fields say of themselves, the title. What people
 * have typed is theirs.
 */
export function textsOnPage(): string[] {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (
      !node.textContent?.trim() ||
      !element ||
      // antd keeps hidden options for screen readers, whose text is the raw value; the label is what is spoken.
      element.closest('script, style, noscript, kbd, code, textarea, [data-as-is], [role=option][aria-label]')
    )
      continue;
    if (element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) texts.push(node.textContent);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (element.closest('[data-as-is]') || !element.checkVisibility({ checkVisibilityCSS: true })) continue;
    // Icons of antd carry English labels, which screen readers skip inside a labelled button.
    if (element.matches('[role=img].anticon, .ant-input-number-action')) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '');
  }
  return texts;
}
