import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"

/** The newest change at or below a path, in milliseconds. A folder's own time tells of files that were removed. */
export const newest = (path) => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
