import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here("pages"),
  base: "/bench/",
  publicDir: false,
  optimizeDeps: { exclude: ["wa-sqlite"] },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // beside the application, since both must find the same files of the same origin
    outDir: here("dist/bench"),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { openchat: here("pages/openchat.html"), raw: here("pages/raw.html") } },
  },
})
