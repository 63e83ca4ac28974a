import { batch } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { MessageView } from "./messageOverlay.ts"

/**
 * Messages as a store that is reconciled by id. Rows that are the very objects that were put there last are not
 * looked at again: what somebody has just sent must not wait for a comparison of everything above it.
 */
export const createMessageStore = () => {
  const [state, setState] = createStore<{ rows: Array<MessageView> }>({ rows: [] })
  let last: ReadonlyArray<MessageView> = []

  const put = (next: ReadonlyArray<MessageView>): void => {
    const inPlace = next.length >= last.length && last.every((row, at) => row.id === next[at]?.id)
    if (inPlace) {
      batch(() => {
        next.forEach((row, at) => {
          if (at >= last.length) setState("rows", at, { ...row })
          else if (row !== last[at]) setState("rows", at, reconcile({ ...row }))
        })
      })
    } else {
      setState("rows", reconcile([...next], { key: "id" }))
    }
    last = next
  }
  return { state, put }
}
