import { createSignal, getOwner, onCleanup } from "solid-js"
import type { Failure } from "../client/Failure.ts"
import { follow, type Query } from "../client/runtime.ts"

const [failures, setFailures] = createSignal<ReadonlyMap<symbol, Failure>>(new Map())

const note = (key: symbol, failure: Failure | null) => {
  if (failure === null && !failures().has(key)) return
  setFailures((all) => {
    const next = new Map(all)
    if (failure === null) next.delete(key)
    else next.set(key, failure)
    return next
  })
}

/** What keeps live queries from being answered, while it does. */
export const queryFailure = (): Failure | undefined => failures().values().next().value

/** Follows a query whose failures are shown to the person for as long as they last. */
export const followShown = <A>(query: Query<A>, onValue: (value: A) => void): (() => void) => {
  const key = Symbol("query")
  if (getOwner() !== null) onCleanup(() => note(key, null))
  return follow(
    query,
    (value) => {
      note(key, null)
      onValue(value)
    },
    (failure) => note(key, failure),
  )
}
