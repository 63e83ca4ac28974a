import { renameSync, utimesSync } from "node:fs"
import { join } from "node:path"
import { newest } from "./newest.mjs"
import { root } from "./run.mjs"

const sources = ["src", "package.json", "package-lock.json", "scripts/lib/buildServer.mjs"]

const folder = join(root, "node_modules/.cache/openchat")

/** The server and what it imports in one file, which starts ten times as fast as its sources do. */
export const serverFile = join(folder, "server.js")

/** For tests, which start many servers. `npm start` runs the sources. */
export const buildServerIfOlder = async () => {
  if (newest(serverFile) >= Math.max(...sources.map((source) => newest(join(root, source))))) return
  const began = new Date()
  const { build } = await import("vite")
  const name = `server-${process.pid}.js`
  await build({
    root,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["better-sqlite3", "pg-native"] },
    build: {
      ssr: "src/server/main.ts",
      target: "node20",
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  })
  // What is changed while it is built is not in it. Renamed when it is whole, since this may be stopped at any time.
  utimesSync(join(folder, name), began, began)
  renameSync(join(folder, name), serverFile)
}
