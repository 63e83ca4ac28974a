import { Context, Effect, Layer, Redacted, Ref } from "effect"
import { createStore, del, get, set, type UseStore } from "idb-keyval"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import type { ProviderId } from "../../domain/Ids.ts"

const unavailable = (error: unknown) => new StorageUnavailable({ reason: "refused", detail: String(error) })

/**
 * The keys of the providers. They lie beside the database and not in it, so that no export, backup or copy of a damaged
 * file ever holds one.
 */
export class ProviderKeys extends Context.Tag("openchat/ProviderKeys")<
  ProviderKeys,
  {
    readonly get: (id: ProviderId) => Effect.Effect<Redacted.Redacted<string> | null, StorageUnavailable>
    readonly put: (id: ProviderId, key: Redacted.Redacted<string>) => Effect.Effect<void, StorageUnavailable>
    readonly remove: (id: ProviderId) => Effect.Effect<void, StorageUnavailable>
  }
>() {
  /** Gone with the worker. */
  static readonly layerMemory = Layer.effect(
    ProviderKeys,
    Effect.map(Ref.make(new Map<ProviderId, Redacted.Redacted<string>>()), (keys) => ({
      get: (id) => Effect.map(Ref.get(keys), (all) => all.get(id) ?? null),
      put: (id, key) => Ref.update(keys, (all) => new Map(all).set(id, key)),
      remove: (id) => Ref.update(keys, (all) => new Map([...all].filter(([one]) => one !== id))),
    })),
  )

  static readonly layerIndexedDb = Layer.sync(ProviderKeys, () => {
    // opened at the first use: most people never have a key
    let opened: UseStore | undefined
    const store = () => (opened ??= createStore("openchat-keys", "keys"))
    const ask = <A>(call: () => Promise<A>) => Effect.tryPromise({ try: call, catch: unavailable })
    return {
      get: (id) =>
        Effect.map(
          ask(() => get<unknown>(id, store())),
          (key) => (typeof key === "string" ? Redacted.make(key) : null),
        ),
      put: (id, key) => ask(() => set(id, Redacted.value(key), store())),
      remove: (id) => ask(() => del(id, store())),
    }
  })
}
