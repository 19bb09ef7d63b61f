import { readFileSync } from 'node:fs';

/** One Taro template: which native tag it becomes, where attributes come from, which events reach the code. */
export interface Template {
  tag: string;
  /** attribute → key in the node's data, or a fixed text. */
  attributes: Map<string, { key?: string; fallback?: string }>;
  /** lower-case event name → whether it stops there. */
  events: Map<string, { caught: boolean }>;
}

const TEMPLATE = /<template name="tmpl_0_(\w+)">\s*<([\w-]+)((?:\s+[\w:-]+="[^"]*")*)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const FROM_DATA = /\{\{\s*(?:xs\.b\()?i\.(\w+)(?:\s*(?:\|\||,)\s*([^)}]*?))?\)?\s*\}\}/;

/** Reads `base.wxml` or `base.axml`: the page's look and events are what the built template says, nothing else. */
export function readTemplates(file: string): Map<string, Template> {
  const templates = new Map<string, Template>();
  for (const [, name, tag, rest] of readFileSync(file, 'utf8').matchAll(TEMPLATE)) {
    if (tag === 'template') continue;
    const template: Template = { tag: tag!, attributes: new Map(), events: new Map() };
    for (const [, attribute, value] of rest!.matchAll(ATTRIBUTE)) {
      const event = /^(bind|catch|on)(.+)$/.exec(attribute!);
      if (event && value === 'eh') {
        template.events.set(event[2]!.toLowerCase(), { caught: event[1] === 'catch' });
        continue;
      }
      const bound = FROM_DATA.exec(value!);
      template.attributes.set(attribute!, bound ? { key: bound[1], fallback: bound[2] } : { fallback: value });
    }
    templates.set(name!, template);
    const focusable = /^(\w+)_blur$/.exec(name!);
    if (focusable) templates.set(focusable[1]!, template);
  }
  return templates;
}
