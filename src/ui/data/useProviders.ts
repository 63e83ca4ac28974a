import type { Redacted } from "effect"
import { type Accessor, createSignal } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { ProviderDraft, ProviderRow } from "../../domain/assistant/Provider.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { attempt, perform } from "../client/runtime.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

type Failed = (failure: Failure) => void

const shared = once((): Accessor<ReadonlyArray<ProviderRow> | undefined> => {
  const [known, setKnown] = createSignal(false)
  const [state, setState] = createStore<{ rows: ReadonlyArray<ProviderRow> }>({ rows: [] })
  followShown(
    (client) => client.providers.watch(undefined, { asMailbox: true }),
    (all) => {
      setState("rows", reconcile([...all], { key: "id" }))
      setKnown(true)
    },
  )
  return () => (known() ? state.rows : undefined)
})

export interface ProvidersHandle {
  /** The one that answers new chats first. Undefined until the database has answered. */
  readonly providers: Accessor<ReadonlyArray<ProviderRow> | undefined>
  /** Adds the provider or changes the one of that id. */
  readonly put: (draft: ProviderDraft, done: () => void, failed: Failed) => void
  /** An empty key removes the one that is there. */
  readonly setKey: (id: ProviderId, key: Redacted.Redacted<string>, done: () => void, failed: Failed) => void
  /** From now on it answers new chats. With a model, that one; with null, its own. */
  readonly choose: (id: ProviderId, model: string | null, failed: Failed) => void
  /** With its key. */
  readonly remove: (id: ProviderId, done: () => void, failed: Failed) => void
  /** Asks the endpoint for its models. They arrive in `providers`. */
  readonly refresh: (
    id: ProviderId,
    done: (models: ReadonlyArray<string>) => void,
    failed: Failed,
  ) => () => void
}

/** Who can answer on this device. One subscription for the page. */
export const useProviders = (): ProvidersHandle => ({
  providers: shared(),
  put: (draft, done, failed) => {
    perform((client) => client.providers.put(draft), { success: done, failure: failed })
  },
  setKey: (id, key, done, failed) => {
    perform((client) => client.providers.setKey({ id, key }), { success: done, failure: failed })
  },
  choose: (id, model, failed) => {
    perform((client) => client.providers.choose({ id, model }), { failure: failed })
  },
  remove: (id, done, failed) => {
    perform((client) => client.providers.remove({ id }), { success: done, failure: failed })
  },
  refresh: (id, done, failed) =>
    attempt((client) => client.providers.refresh({ id }), { success: done, failure: failed }),
})
