import { createHash } from 'node:crypto';
import { allRoutes, errorCatalogue } from '@zhucheng/shared';
import { z } from 'zod';
import type { RouteDefinition } from '../contract';
import { codesOf } from './openapi';

const style = `
:root{color-scheme:light dark;--ink:#1c2733;--soft:#5b6a7a;--line:#dfe5eb;--back:#fff;--side:#f5f7f9;--accent:#0b6e8f}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaf0;--soft:#9aa8b6;--line:#33404d;--back:#151b21;--side:#1b232b;--accent:#5cc0dd}}
*{box-sizing:border-box}body{margin:0;font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--back);display:grid;grid-template-columns:230px 1fr}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:24px 18px;background:var(--side);border-right:1px solid var(--line)}
nav h1{font-size:16px;margin:0 0 4px}nav p{margin:0 0 14px;color:var(--soft);font-size:13px}
nav a{display:flex;justify-content:space-between;padding:3px 0;color:inherit;text-decoration:none}nav a:hover{color:var(--accent)}nav span{color:var(--soft)}
input{width:100%;padding:7px 10px;margin-bottom:14px;border:1px solid var(--line);border-radius:6px;background:var(--back);color:inherit;font:inherit}
main{padding:24px 40px 80px;max-width:980px;min-width:0}h2{margin:36px 0 10px;font-size:20px}
details{border:1px solid var(--line);border-radius:8px;margin:8px 0;overflow:hidden}summary{display:flex;gap:12px;align-items:baseline;padding:9px 14px;cursor:pointer;list-style:none}
summary:hover,details[open]>summary{background:var(--side)}code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px}
b{flex:none;width:58px;font:600 12px ui-monospace,monospace;color:var(--accent)}summary em{margin-left:auto;font-style:normal;color:var(--soft)}
.body{padding:4px 18px 14px;border-top:1px solid var(--line)}h3{font-size:13px;color:var(--soft);margin:14px 0 4px;font-weight:600}
pre{margin:0;padding:10px 12px;background:var(--side);border-radius:6px;overflow:auto;max-height:420px}
table{border-collapse:collapse;width:100%}td{padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}td:first-child{white-space:nowrap}
[hidden]{display:none}@media(max-width:760px){body{display:block}nav{position:static;height:auto}main{padding:16px}summary{flex-wrap:wrap}}`;

const script = `
const box=document.querySelector('input');
box.addEventListener('input',()=>{const words=box.value.toLowerCase();
for(const item of document.querySelectorAll('details'))item.hidden=!item.dataset.text.includes(words);
for(const part of document.querySelectorAll('section'))part.hidden=!part.querySelector('details:not([hidden])')});`;

const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  "frame-ancestors 'none'",
].join('; ');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => entities[letter]!);

function shape(title: string, schema: z.ZodType | undefined, io: 'input' | 'output'): string {
  if (!schema) return '';
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return `<h3>${title}</h3><pre>${escapeHtml(JSON.stringify(json, null, 2))}</pre>`;
}

function operation(name: string, route: RouteDefinition): string {
  const codes = codesOf(route).map((code) => {
    const { status, message } = errorCatalogue[code];
    return `<tr><td>${status}</td><td><code>${code}</code></td><td>${escapeHtml(message)}</td></tr>`;
  });
  const facts = [
    `可调用 access：${route.access.join('、')}`,
    route.idempotent ? '需要 Idempotency-Key 请求头' : '',
    route.limit ? `限流 limit：${route.limit.times} 次 / ${route.limit.perMs / 1000} 秒（按 ${route.limit.by}）` : '',
    route.raw ? '原始请求体 raw' : '',
    route.upload ? '文件 upload' : '',
  ].filter(Boolean);
  const text = escapeHtml(`${route.method} ${route.path} ${route.summary} ${name}`.toLowerCase());
  return `<details id="${name}" data-text="${text}"><summary><b>${route.method}</b><code>${escapeHtml(route.path)}</code><em>${escapeHtml(route.summary)}</em></summary>
<div class="body"><p>${facts.join(' · ')}</p>
${shape('路径参数 params', route.params, 'input')}${shape('查询参数 query', route.query, 'input')}
${shape('请求体 body', route.body, 'input')}${shape('回复 reply', route.reply, 'output')}
${codes.length > 0 ? `<h3>错误 errors</h3><table>${codes.join('')}</table>` : ''}</div></details>`;
}

/** The contract as one page without any other file: operations by tag, their shapes and their errors. */
export function docsPage(): { html: string; policy: string } {
  const tags = new Map<string, string[]>();
  for (const { name, definition } of allRoutes()) {
    tags.set(definition.tag, [...(tags.get(definition.tag) ?? []), operation(name, definition)]);
  }
  const links = [...tags].map(
    ([tag, all]) => `<a href="#tag-${escapeHtml(tag)}">${escapeHtml(tag)}<span>${all.length}</span></a>`,
  );
  const sections = [...tags].map(
    ([tag, all]) => `<section id="tag-${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>${all.join('\n')}</section>`,
  );
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>接口文档 API</title><style>${style}</style></head><body>
<nav><h1>珠城e登 接口文档</h1><p>API reference · <a href="/api/openapi.json" style="display:inline">openapi.json</a></p>
<input type="search" placeholder="查找 filter" aria-label="查找 filter">${links.join('')}</nav>
<main>${sections.join('\n')}</main><script>${script}</script></body></html>`;
  return { html, policy };
}
