import { fileURLToPath } from "node:url"
import { build } from "vite"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** Builds the page with all of its states at `/states`, into a folder. */
export const buildStates = async (folder: string): Promise<void> => {
  const before = process.env["NODE_ENV"]
  process.env["NODE_ENV"] = "production"
  await build({
    root,
    logLevel: "error",
    mode: "states",
    build: { outDir: folder, emptyOutDir: true, minify: false, reportCompressedSize: false },
  })
  process.env["NODE_ENV"] = before
}
