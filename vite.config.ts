import { readFileSync } from "node:fs"
import icons from "unplugin-icons/vite"
import { defineConfig } from "vite"
import { VitePWA } from "vite-plugin-pwa"
import solid from "vite-plugin-solid"

const { version }: { version: string } = JSON.parse(readFileSync("package.json", "utf8"))

/** Where `npm run dev` starts the server. */
const server = process.env["OPENCHAT_DEV_SERVER"] ?? "http://127.0.0.1:3001"

/** What the server answers and the page does not. */
const served = "^/(?:api|docs|health|ready|rpc)(?:[/?]|$)"

export default defineConfig({
  plugins: [
    solid(),
    icons({ compiler: "solid", scale: 1.15 }),
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      manifest: false,
      workbox: {
        globPatterns: ["**/*.{html,js,css,wasm,svg,png,webmanifest}"],
        // only for browsers without OPFS, which fetch it once
        globIgnores: ["**/wa-sqlite-async*"],
        runtimeCaching: [
          {
            urlPattern: /\/assets\/wa-sqlite-async/,
            handler: "CacheFirst",
            options: { cacheName: "indexeddb" },
          },
        ],
        // the database's wasm is a little over a megabyte
        maximumFileSizeToCacheInBytes: 8_000_000,
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [new RegExp(served)],
        cleanupOutdatedCaches: true,
        // so that the first visit already works offline, and learns of a new version
        clientsClaim: true,
      },
    }),
  ],
  define: { "import.meta.env.VITE_APP_VERSION": JSON.stringify(version) },
  // the worker is an entry too: dependencies first met while it loads would reload the page
  optimizeDeps: { exclude: ["wa-sqlite"], entries: ["index.html", "src/worker/start.ts"] },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // older targets make the build rewrite light-dark() and nesting
    cssTarget: ["chrome123", "safari17.5", "firefox128"],
    modulePreload: { polyfill: false },
  },
  // the host stays as the browser sent it: the server compares it with the page's own
  server: { port: 3000, proxy: { [served]: { target: server, ws: true, changeOrigin: false } } },
  preview: { port: 3000 },
})
