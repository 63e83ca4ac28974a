import { type Accessor, createMemo, createSignal, onMount } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { Conflict, Resolution } from "../../domain/Conflict.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

const openLimit = 1_000
const logLimit = 200

/** What has two versions. */
export interface Disputed {
  readonly entityType: EntityType
  readonly entityId: string
}

const keyOf = ({ entityType, entityId }: Disputed) => `${entityType}:${entityId}`

const none: ReadonlyArray<Conflict> = []

const shared = once(() => {
  const [open, setOpen] = createSignal<ReadonlyArray<Conflict>>()
  followShown(
    (client) => client.cloud.conflicts({ open: true, limit: openLimit }, { asMailbox: true }),
    setOpen,
  )
  const byEntity = createMemo(() => Map.groupBy(open() ?? none, keyOf))
  return { open, byEntity }
})

/** The conflicts that wait for a person, newest first; undefined until the database has answered. */
export const openConflicts = (): ReadonlyArray<Conflict> | undefined => shared().open()

/** Those of one message or chat. */
export const conflictsOf = (of: Disputed): ReadonlyArray<Conflict> =>
  shared().byEntity().get(keyOf(of)) ?? none

/** Settles every open conflict of the message or chat. */
export const resolveConflict = (
  { entityId, entityType }: Disputed,
  resolution: Resolution,
  done: () => void,
  failed: (failure: Failure) => void,
): void => {
  perform((client) => client.cloud.resolveConflict({ entityType, entityId, resolution }), {
    success: done,
    failure: (failure) => {
      // another device, or another tab, was quicker
      if (failure.error?._tag === "NotFound") done()
      else failed(failure)
    },
  })
}

export interface Conflicts {
  readonly loaded: Accessor<boolean>
  /** Open ones first, each kind newest first. */
  readonly conflicts: ReadonlyArray<Conflict>
}

/** Every conflict that was logged, as a store that is reconciled by id. */
export const useConflicts = (): Conflicts => {
  const [loaded, setLoaded] = createSignal(false)
  const [state, setState] = createStore<{ rows: ReadonlyArray<Conflict> }>({ rows: [] })
  onMount(() =>
    followShown(
      (client) => client.cloud.conflicts({ open: false, limit: logLimit }, { asMailbox: true }),
      (all) => {
        setLoaded(true)
        const isOpen = ({ resolvedAt }: Conflict) => resolvedAt === null
        const sorted = [...all.filter(isOpen), ...all.filter((it) => !isOpen(it))]
        setState("rows", reconcile(sorted, { key: "id" }))
      },
    ),
  )
  return {
    loaded,
    get conflicts() {
      return state.rows
    },
  }
}
