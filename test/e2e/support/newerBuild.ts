import { fileURLToPath } from "node:url"
import { build, type Plugin } from "vite"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const replaced = (code: string, what: RegExp, by: string) => {
  const newer = code.replace(what, by)
  if (newer === code) throw new Error(`There is no ${what.source} to change.`)
  return { code: newer, map: null }
}

/** What the next release changes: the language of the tabs, and the schema. */
const changes = (): Plugin => ({
  name: "newer",
  enforce: "pre",
  transform: {
    filter: { id: /\/(?:TabWire|Migrations)\.ts$/ },
    handler: (code, id) =>
      id.endsWith("TabWire.ts")
        ? replaced(code, /wireVersion = \d+/, "wireVersion = 9000")
        : replaced(code, /(?=\n\} satisfies Record)/, `\n  "9000_of_tomorrow": Effect.void,`),
  },
})

/** Builds the page as the next release would be, into a folder. */
export const buildNewer = async (folder: string): Promise<void> => {
  const before = process.env["NODE_ENV"]
  process.env["NODE_ENV"] = "production"
  await build({
    root,
    logLevel: "error",
    mode: "production",
    define: { "import.meta.env.VITE_APP_VERSION": JSON.stringify("9.0.0") },
    plugins: [changes()],
    worker: { format: "es", plugins: () => [changes()] },
    build: { outDir: folder, minify: false, reportCompressedSize: false },
  })
  process.env["NODE_ENV"] = before
}
