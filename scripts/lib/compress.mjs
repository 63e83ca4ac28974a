import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { root } from "./run.mjs"

const worthIt = new Set([".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"])

/** Below this a response fits into one packet either way. */
const smallest = 1024

const compressors = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
}

/** SQLite takes ten seconds at the best quality and never changes, so results are kept by what went in. */
const cache = join(root, "node_modules/.cache/openchat")

const compressed = async (bytes, ending) => {
  const kept = join(cache, `${createHash("sha256").update(bytes).digest("hex")}.${ending}`)
  const before = await readFile(kept).catch(() => undefined)
  if (before !== undefined) return before
  const smaller = await compressors[ending](bytes)
  // Renamed when it is whole, since this may be stopped at any time.
  await writeFile(`${kept}.${process.pid}`, smaller)
  await rename(`${kept}.${process.pid}`, kept)
  return smaller
}

/** Lays `name.br` and `name.gz` beside every file of a build that gets smaller by it. The server picks one. */
export const compressFolder = async (folder) => {
  await mkdir(cache, { recursive: true })
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && worthIt.has(extname(entry.name)))
  await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      const bytes = await readFile(path)
      if (bytes.length < smallest) return
      for (const ending of Object.keys(compressors)) {
        const smaller = await compressed(bytes, ending)
        if (smaller.length < bytes.length) await writeFile(`${path}.${ending}`, smaller)
      }
    }),
  )
}
