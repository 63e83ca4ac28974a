import { type Accessor, createSignal, onCleanup, onMount } from "solid-js"
import type { DebugFacts, IntegrityReport } from "../../domain/rpc/DebugRpcs.ts"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { followShown } from "./problems.ts"

const refreshMillis = 2_000
const eventLimit = 50

export interface Debug {
  readonly facts: Accessor<DebugFacts | undefined>
  readonly events: Accessor<ReadonlyArray<SyncEvent>>
  readonly checkIntegrity: (
    done: (report: IntegrityReport) => void,
    failed: (failure: Failure) => void,
  ) => void
  readonly rebuildSearch: (done: () => void, failed: (failure: Failure) => void) => void
}

/** What the database knows about itself, and its last changes. */
/** Once. @param done gets undefined where the database does not answer */
export const askForFacts = (done: (facts: DebugFacts | undefined) => void): void =>
  void perform((client) => client.debug.facts(), { success: done, failure: () => done(undefined) })

export const useDebug = (): Debug => {
  const [facts, setFacts] = createSignal<DebugFacts>()
  const [events, setEvents] = createSignal<ReadonlyArray<SyncEvent>>([])
  onMount(() => {
    const ask = () => perform((client) => client.debug.facts(), { success: setFacts })
    ask()
    const timer = setInterval(ask, refreshMillis)
    onCleanup(() => clearInterval(timer))
    followShown((client) => client.debug.events({ limit: eventLimit }, { asMailbox: true }), setEvents)
  })
  return {
    facts,
    events,
    checkIntegrity: (done, failed) => {
      perform((client) => client.debug.checkIntegrity(), { success: done, failure: failed })
    },
    rebuildSearch: (done, failed) => {
      perform((client) => client.debug.rebuildSearch(), { success: done, failure: failed })
    },
  }
}
