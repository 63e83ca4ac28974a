import { readdir, readFile, writeFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"

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

/** Lays `name.br` and `name.gz` beside every file of a build that gets smaller by it. The server picks one. */
export const compressFolder = async (folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && worthIt.has(extname(entry.name)))
  await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      const bytes = await readFile(path)
      if (bytes.length < smallest) return
      for (const [ending, compress] of Object.entries(compressors)) {
        const smaller = await compress(bytes)
        if (smaller.length < bytes.length) await writeFile(`${path}.${ending}`, smaller)
      }
    }),
  )
}
