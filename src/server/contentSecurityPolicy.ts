/** A `Host` that can stand in a header as it came. */
const isHost = (host: string) => /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)

/** Not every browser takes `'self'` for the WebSocket of the same server. */
const socketOf = (host: string | undefined) =>
  host !== undefined && isHost(host) ? ` ws://${host} wss://${host}` : ""

/**
 * Text becomes markup or code only by the three policies of the page: `solid` for the templates that were compiled
 * into it (vite.config.ts), `openchat` for the addresses of its workers (src/ui/client/trustedScripts.ts), `markdown` for
 * what the sanitiser takes apart (src/ui/markdown/sanitize.ts).
 */
export const trustedTypes = [
  "require-trusted-types-for 'script'",
  "trusted-types openchat solid markdown",
] as const

const policyWith = (connections: string): ReadonlyArray<string> => [
  "default-src 'self'",
  // SQLite is WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  `connect-src 'self'${connections}`,
  // a remote image is asked for by a person's press on a button that names the host
  "img-src 'self' data: blob: https:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

/** The page runs its own code alone, speaks to its own server alone, and cannot be framed. */
export const contentSecurityPolicy = (host: string | undefined): ReadonlyArray<string> =>
  policyWith(socketOf(host))

/**
 * The worker asks the models that a person has connected, wherever they are: in the cloud, on the same machine, or
 * without encryption in the same house, which no list of hosts can name.
 */
export const workerContentSecurityPolicy = (host: string | undefined): ReadonlyArray<string> =>
  policyWith(`${socketOf(host)} https: http:`)

/** The entry of the worker, as the build names it (vite.config.ts). A worker obeys the policy of its own script. */
export const isWorkerScript = (url: string): boolean => /^\/assets\/worker-[\w-]+\.js(\?|$)/.test(url)
