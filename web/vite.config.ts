import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// In development the API comes from a running `trawl serve`, or from e2e/fixture-server.mjs where TRAWL_URL names it.
const api = process.env.TRAWL_URL ?? 'http://127.0.0.1:7070';

/** Puts beside each script and style its Brotli form, which the server sends to browsers that take it. */
const brotli: Plugin = {
  name: 'brotli',
  apply: 'build',
  writeBundle({ dir = '' }, files) {
    for (const name of Object.keys(files).filter((each) => /\.(js|css)$/.test(each))) {
      const file = join(dir, name);
      writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    }
  },
};

export default defineConfig({
  plugins: [react(), brotli],
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
  // The tests leave nothing behind: one loading of the modules serves them all, in a fifth of the time. They wait for nothing, so
  // the limit is for one that never ends: a machine that builds and tests at once may take a hundred times as long as this one.
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'], passWithNoTests: false, isolate: false, testTimeout: 300_000, hookTimeout: 300_000 },
});
