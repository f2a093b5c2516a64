import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { finished, layersFirst, LICENSES, noticesOf, serviceWorker } from './build-plugins.ts';

const PUBLIC = fileURLToPath(new URL('public', import.meta.url));

/** The browser app: sources in app/, what is served in public/. `npm run dev` serves it to `npm start -- --web-port 5173`. */
export default defineConfig({
  root: 'app',
  publicDir: 'static',
  plugins: [layersFirst(), serviceWorker(), finished()],
  resolve: { conditions: ['@practika/source', 'browser', 'module', 'import', 'default'] },
  oxc: { jsx: { runtime: 'automatic' } },
  build: { outDir: PUBLIC, emptyOutDir: true, target: 'es2023', cssTarget: ['chrome123', 'firefox121', 'safari17.5'], assetsInlineLimit: 0,
    // One file: layers keep the order in which they are first named, and pieces would come in any order.
    cssCodeSplit: false, manifest: true, license: { fileName: LICENSES }, modulePreload: { polyfill: false }, sourcemap: false, rolldownOptions: {
      checks: { moduleLevelDirective: false },
      // What every screen needs is one file: thirty small ones cost more in headers and round trips than they save.
      output: { postBanner: ({ moduleIds }) => noticesOf(moduleIds).join('\n'), codeSplitting: { groups: [{ name: 'base', test: /\/app\/(?:ui|client|session|shell|i18n)\/[^/]+$|\/node_modules\/(?:react|react-dom|scheduler|@tanstack|use-intl|intl-messageformat|@formatjs|openapi-fetch)\/|lucide-react\/dist\/esm\/[^/]+$/ }] } },
    } },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, allowedHosts: ['localhost'], hmr: { host: '127.0.0.1', clientPort: 5173 } },
});
