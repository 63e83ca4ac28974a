import syncUrl from "wa-sqlite/dist/wa-sqlite.wasm?url"

/** Compiles while it is fetched. */
export const compileSqlite = async (url: string): Promise<WebAssembly.Module> => {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${response.status} for ${url}`)
  return WebAssembly.compileStreaming(response)
}

/**
 * The synchronous build, being compiled from the moment this module is loaded: while the rest of the worker is still
 * on its way, and also in a follower, so that a hand-over does not wait for it. Undefined without WebAssembly.
 */
export const compiledSqlite = typeof WebAssembly === "undefined" ? undefined : compileSqlite(syncUrl)
compiledSqlite?.catch(() => undefined) // reported where it is awaited
