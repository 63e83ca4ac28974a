import { createSignal } from "solid-js"
import type { ProviderRow } from "../../domain/assistant/Provider.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

const shared = once(() => {
  const [providers, setProviders] = createSignal<ReadonlyArray<ProviderRow>>()
  followShown((client) => client.providers.watch(undefined, { asMailbox: true }), setProviders)
  return providers
})

/** Who can answer, the one that was chosen last first; undefined until the database has answered. */
export const providers = (): ReadonlyArray<ProviderRow> | undefined => shared()()

/** Whether anything can answer. */
export const canAnswer = (): boolean =>
  (providers() ?? []).some(({ model, models }) => model !== null || models.length > 0)
