import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the backend listens while the console is developed with Vite's own server. */
const backend = process.env.SONIAROSE_BACKEND ?? 'http://127.0.0.1:3001'

/**
 * The console is built to `builder/dist` and served by the backend from `/`.
 * Nothing is inlined (`assetsInlineLimit: 0`) so that a Content-Security-Policy without `data:` scripts,
 * `unsafe-inline` or `unsafe-eval` holds.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: false,
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: backend }, '/dev/twilio': { target: backend } },
  },
})
