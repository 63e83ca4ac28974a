import { useSearchParams } from "@solidjs/router"
import { createEffect, untrack } from "solid-js"
import type { DraftHandle } from "../data/useDraft.ts"

interface Shared {
  readonly title?: string
  readonly text?: string
  readonly url?: string
  readonly [other: string]: string | Array<string> | undefined
}

const partsOf = ({ text, title, url }: Shared): ReadonlyArray<string> => {
  const given = new Set([title, text, url])
  const parts = Array.from(given).flatMap((part) => (part === undefined || part === "" ? [] : [part]))
  // many apps put the address into the text too
  return parts.filter((part, at) => !parts.some((other, place) => place !== at && other.includes(part)))
}

/** What another app shares with the installed page (`share_target` of the manifest) comes after what is being written. */
export const useShared = (draft: DraftHandle): void => {
  const [query, setQuery] = useSearchParams<Shared>()
  createEffect(() => {
    const parts = partsOf(query)
    if (parts.length === 0) return
    untrack(() => draft.write([draft.text(), ...parts].filter((part) => part !== "").join("\n")))
    setQuery({ title: undefined, text: undefined, url: undefined }, { replace: true })
  })
}
