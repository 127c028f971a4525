import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// In development the API comes from a running `trawl serve`, or from e2e/fixture-server.mjs where TRAWL_URL names it.
const api = process.env.TRAWL_URL ?? 'http://127.0.0.1:7070';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  // The server puts a new one into each answer; the page reads it with styleNonce().
  html: { cspNonce: 'TRAWL-NONCE' },
  build: {
    // The server's policy lets in fonts and scripts from its own files alone: a data: URL would be refused.
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Only who saves a chart needs it.
            { name: 'svg', test: /node_modules[\\/](zrender[\\/]lib[\\/]svg[\\/](?!helper)|echarts[\\/]lib[\\/]renderer[\\/]installSVG)/, priority: 1, includeDependenciesRecursively: false },
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            { name: 'vendor', test: /node_modules[\\/](react|react-dom|scheduler|zod|@tanstack[\\/](?!.*table))/ },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', fs: { allow: ['..'] }, proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api } } } },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'], passWithNoTests: false },
});
