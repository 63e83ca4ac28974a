import { Context, Effect, Layer } from "effect"
import { type DraftKey, type TabId, tabsIn } from "../../domain/Draft.ts"

/** Which tabs are open and have a draft for a composer. */
export class OpenTabs extends Context.Tag("openchat/OpenTabs")<
  OpenTabs,
  { readonly withDraft: (key: DraftKey) => Effect.Effect<ReadonlyArray<TabId>> }
>() {
  /** By the locks that tabs hold, which the browser takes back however they end. */
  static readonly layerLocks = Layer.succeed(OpenTabs, {
    withDraft: (key) =>
      Effect.promise(async () => {
        const { held = [] } = await navigator.locks.query()
        return tabsIn(
          key,
          held.flatMap(({ name }) => name ?? []),
        )
      }),
  })

  static readonly layerNone = Layer.succeed(OpenTabs, { withDraft: () => Effect.succeed([]) })
}
