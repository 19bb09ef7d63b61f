import { createServer } from 'node:net';

/** Why the port cannot be used, in a sentence, or null. */
export function portProblem(port, host, variable) {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return Promise.resolve(`${variable} 应为 1 到 65535 之间的整数，现在是“${port}”。`);
  }
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }) => {
      if (code === 'EADDRINUSE')
        resolve(`端口 ${port} 已被占用。请关闭占用它的程序，或换一个端口：PORT=8001 npm start`);
      else if (code === 'EACCES') resolve(`没有权限使用端口 ${port}，请换一个大于 1023 的端口：PORT=8001 npm start`);
      else resolve(`地址 ${host}:${port} 不能使用（${code}）。`);
    });
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}
