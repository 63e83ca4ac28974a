import { createSignal } from "solid-js"
import type { SyncStatus } from "../../domain/sync/SyncStatus.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

const shared = once(() => {
  const [status, setStatus] = createSignal<SyncStatus>()
  followShown((client) => client.cloud.status(undefined, { asMailbox: true }), setStatus)
  return status
})

/** How sync is; undefined until the database has answered. One for the page. */
export const syncStatus = (): SyncStatus | undefined => shared()()

/** A round now, also where automatic sync is off. How it goes is told by the status. */
export const triggerSync = (failed: (failure: Failure) => void = () => {}): void => {
  perform((client) => client.cloud.sync(), { failure: failed })
}
