import type { DebugFacts } from "../../domain/rpc/DebugRpcs.ts"
import type { Connection } from "../../domain/rpc/TabWire.ts"
import { stateOf, type SyncStatus } from "../../domain/sync/SyncStatus.ts"

interface Known {
  readonly connection: Connection
  readonly facts: DebugFacts | undefined
  readonly sync: SyncStatus | undefined
}

const syncDetails = ({ error, ...status }: SyncStatus) => ({
  ...status,
  state: stateOf({ ...status, error }),
  // what an error says besides may be text that somebody wrote
  error: error?._tag ?? null,
})

/** What helps to find a fault, to be sent to somebody: no text, no name, no address and no id of a person. */
export const debugDetails = ({ connection, facts, sync }: Known): string =>
  JSON.stringify(
    {
      version: import.meta.env.VITE_APP_VERSION,
      browser: navigator.userAgent,
      connection: connection._tag,
      role: connection._tag === "Connected" ? connection.role : null,
      facts: facts ?? null,
      sync: sync === undefined ? null : syncDetails(sync),
    },
    null,
    2,
  )
