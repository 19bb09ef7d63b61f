import { escapeHtml } from './http';

const STYLE = `
:root{--sea:#0b6e99;--sea-deep:#084f70;--foam:#eef7fb;--line:#d5e6ee;--ink:#17313d;--muted:#5a7582;--coral:#c2452d;--good:#1b7a4b}
*{box-sizing:border-box}body{margin:0;font:16px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:var(--ink);background:var(--foam)}
header{background:linear-gradient(135deg,var(--sea-deep),var(--sea));color:#fff;padding:20px 24px 14px}header h1{margin:0;font-size:22px}header p{margin:4px 0 0;opacity:.9;font-size:14px}
nav{display:flex;gap:4px;overflow-x:auto;background:#fff;border-bottom:1px solid var(--line);padding:0 16px;position:sticky;top:0;z-index:1}
nav a{padding:13px 14px;min-height:44px;white-space:nowrap;color:var(--muted);text-decoration:none;border-bottom:3px solid transparent}nav a[aria-current]{color:var(--sea-deep);border-color:var(--sea);font-weight:600}
main{max-width:980px;margin:0 auto;padding:20px 16px 64px}main.narrow{max-width:440px;padding-top:48px}
.card{background:#fff;border:1px solid var(--line);border-radius:14px;padding:18px 20px;margin:0 0 14px}.centre{text-align:center}
.row{display:flex;gap:12px;align-items:center;flex-wrap:wrap;padding:12px 0;border-top:1px solid var(--line)}.row:first-of-type{border-top:0}.row>.grow{flex:1;min-width:200px}.actions{display:flex;gap:8px}a{color:var(--sea)}
h1{font-size:22px;margin:4px 0 8px}h2{font-size:17px;margin:0 0 10px}.amount{font-size:40px;margin:8px 0}.muted{color:var(--muted)}.small{font-size:14px}.mono{font-family:ui-monospace,Menlo,Consolas,monospace;word-break:break-all}
button,.button{font:inherit;min-height:44px;padding:8px 18px;border-radius:10px;border:1px solid var(--line);background:#fff;color:var(--sea-deep);cursor:pointer;text-decoration:none;display:inline-block}
button:hover{border-color:var(--sea)}button:focus-visible,input:focus-visible,select:focus-visible,a:focus-visible{outline:3px solid #7cc4e0;outline-offset:1px}
button.primary{background:var(--sea);border-color:var(--sea);color:#fff}button:disabled{opacity:.55;cursor:default}.wide{display:block;width:100%;margin:10px 0 0;text-align:center}
input,select{font:inherit;min-height:44px;padding:8px 12px;border:1px solid #9db8c4;border-radius:10px;background:#fff;color:var(--ink);width:100%}
label{display:block;margin:8px 0;font-size:14px;color:var(--muted)}fieldset{border:1px solid var(--line);border-radius:10px;margin:12px 0;padding:10px 14px}legend{padding:0 6px;font-weight:600}
.grid{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(230px,1fr))}.tag{display:inline-block;padding:1px 10px;border-radius:99px;background:var(--foam);font-size:13px;color:var(--sea-deep)}.good{color:var(--good)}.bad{color:var(--coral)}
.ring{width:120px;height:120px;border-radius:50%;margin:16px auto;border:6px solid var(--sea);background:radial-gradient(circle at 50% 40%,#cfe6f0 0 26%,transparent 27%),radial-gradient(circle at 50% 110%,#cfe6f0 0 46%,transparent 47%)}
.check{display:flex;gap:10px;align-items:center;min-height:44px}.check input{width:22px;min-height:22px;flex:none}
`;

/** A whole page; `body` is trusted markup whose values are already escaped. */
export function document(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body>${body}</body></html>`;
}
