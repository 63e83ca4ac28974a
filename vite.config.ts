import { readFileSync } from "node:fs"
import icons from "unplugin-icons/vite"
import { defineConfig, type Plugin } from "vite"
import { VitePWA } from "vite-plugin-pwa"
import solid from "vite-plugin-solid"
import { contentSecurityPolicy, trustedTypes } from "./src/server/contentSecurityPolicy.ts"

const { version }: { version: string } = JSON.parse(readFileSync("package.json", "utf8"))

/** Where `npm run dev` starts the server. */
const server = process.env["OPENCHAT_DEV_SERVER"] ?? "http://127.0.0.1:3001"

/** What the server answers and the page does not. */
const served = "^/(?:api|diagram|docs|health|ready|rpc)(?:[/?]|$)"

/**
 * Solid makes its elements from templates that were compiled into the code, by `innerHTML`. They get a policy of Trusted
 * Types that nothing else can reach, so that no other text becomes markup. Fails where Solid's code is not as expected.
 */
const trustedTemplates = (): Plugin => ({
  name: "trusted-templates",
  transform: {
    filter: { id: /\/solid-js\/web\/dist\/(?:web|dev)\.js/ },
    handler: (code) => {
      const parts = code.split("t.innerHTML = html;")
      if (parts.length !== 2) throw new Error("Solid's template() has changed: see trustedTemplates.")
      const policy = `const trusted = globalThis.trustedTypes?.createPolicy("solid", { createHTML: (html) => html });`
      return {
        code: `${parts.join("t.innerHTML = trusted?.createHTML(html) ?? html;")}\n${policy}\n`,
        map: null,
      }
    },
  },
})

/** As the server sends it, but for what Vite needs: style elements, a worker of its own, and reports in place of errors. */
const developmentHeaders = {
  "content-security-policy": contentSecurityPolicy(undefined)
    .map((part) => {
      if (part.startsWith("style-src")) return `${part} 'unsafe-inline'`
      if (part.startsWith("worker-src")) return `${part} blob:`
      // the worker has no policy of its own here
      return part.startsWith("connect-src") ? `${part} ws: wss: https: http:` : part
    })
    .join("; "),
  "content-security-policy-report-only": trustedTypes.join("; "),
}

export default defineConfig({
  plugins: [
    trustedTemplates(),
    solid(),
    icons({ compiler: "solid", scale: 1.15 }),
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      manifest: false,
      workbox: {
        globPatterns: ["**/*.{html,js,css,wasm,svg,png,webmanifest}"],
        // only for browsers without OPFS, which fetch it once, and for those who have a diagram drawn
        globIgnores: ["**/wa-sqlite-async*", "**/mermaid*"],
        runtimeCaching: [
          {
            urlPattern: /\/assets\/wa-sqlite-async/,
            handler: "CacheFirst",
            options: { cacheName: "indexeddb" },
          },
          {
            urlPattern: /\/assets\/mermaid/,
            handler: "CacheFirst",
            // that of the version before goes
            options: { cacheName: "diagrams", expiration: { maxEntries: 1 } },
          },
        ],
        // the database's wasm is a little over a megabyte
        maximumFileSizeToCacheInBytes: 8_000_000,
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [new RegExp(served)],
        cleanupOutdatedCaches: true,
        // the browser lets it load no script from text
        inlineWorkboxRuntime: true,
        // so that the first visit already works offline, and learns of a new version
        clientsClaim: true,
      },
    }),
  ],
  define: { "import.meta.env.VITE_APP_VERSION": JSON.stringify(version) },
  // the worker is an entry too: dependencies first met while it loads would reload the page
  optimizeDeps: {
    exclude: ["wa-sqlite"],
    entries: ["index.html", "src/worker/start.ts", "src/markdown/markdown.ts"],
    rolldownOptions: { plugins: [trustedTemplates()] },
  },
  worker: {
    format: "es",
    // by its name the server knows the worker that may speak to others, and gives it its own policy
    rolldownOptions: {
      output: {
        entryFileNames: ({ name }) => `assets/${name === "markdown" ? "markdown" : "worker"}-[hash].js`,
      },
    },
  },
  build: {
    target: "es2023",
    // older targets make the build rewrite light-dark() and nesting
    cssTarget: ["chrome123", "safari17.5", "firefox128"],
    modulePreload: { polyfill: false },
  },
  // the host stays as the browser sent it: the server compares it with the page's own
  server: {
    port: 3000,
    headers: developmentHeaders,
    proxy: { [served]: { target: server, ws: true, changeOrigin: false } },
  },
  preview: { port: 3000 },
})
