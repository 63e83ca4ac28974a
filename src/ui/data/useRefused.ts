import { onMount } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { EventId } from "../../domain/Ids.ts"
import type { RefusedChange } from "../../domain/rpc/CloudRpcs.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { followShown } from "./problems.ts"

interface Row extends RefusedChange {
  readonly id: EventId
}

export interface Refused {
  readonly changes: ReadonlyArray<Row>
  /** The person gives it up. */
  readonly discard: (eventId: EventId, failed: (failure: Failure) => void) => void
}

/** The changes that the server will never take, as a store that is reconciled by id. */
export const useRefused = (): Refused => {
  const [state, setState] = createStore<{ rows: ReadonlyArray<Row> }>({ rows: [] })
  onMount(() =>
    followShown(
      (client) => client.cloud.refused(undefined, { asMailbox: true }),
      (all) =>
        setState(
          "rows",
          reconcile(
            all.map((change) => ({ ...change, id: change.event.id })),
            { key: "id" },
          ),
        ),
    ),
  )
  return {
    get changes() {
      return state.rows
    },
    discard: (eventId, failed) => {
      perform((client) => client.cloud.discardRefused({ eventId }), { failure: failed })
    },
  }
}
