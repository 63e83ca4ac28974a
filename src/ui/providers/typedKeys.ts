import { createStore } from "solid-js/store"
import type { ProviderId } from "../../domain/Ids.ts"

/** What is to become of the key of a provider when its form is saved. */
export type KeyChange =
  | { readonly _tag: "Keep" }
  | { readonly _tag: "Remove" }
  | { readonly _tag: "Replace"; readonly key: string }

const keep: KeyChange = { _tag: "Keep" }

/** In this page's memory alone: nothing writes a key down before it is saved. */
const [typed, setTyped] = createStore<Record<ProviderId, KeyChange | undefined>>({})

export const keyChange = (id: ProviderId): KeyChange => typed[id] ?? keep

export const changeKey = (id: ProviderId, change: KeyChange): void =>
  setTyped(id, change._tag === "Keep" ? undefined : change)
