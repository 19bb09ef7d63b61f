import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const bff = 'http://127.0.0.1:7001';

/** The BFF serves `dist` at /admin; in development vite does, and hands /api on. */
export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  resolve: {
    alias: { '@zhucheng/shared': fileURLToPath(new URL('../shared/src/index.ts', import.meta.url)) },
    dedupe: ['react', 'react-dom', 'zod', 'dayjs'],
  },
  server: { host: '127.0.0.1', port: 7002, proxy: { '/api': bff } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      output: {
        manualChunks: (path) => {
          if (/node_modules\/(react|react-dom|react-router|scheduler|@tanstack)\//.test(path)) return 'react';
          if (/node_modules\/zod\/|\/shared\/src\//.test(path)) return 'contract';
          return undefined;
        },
      },
    },
  },
});
