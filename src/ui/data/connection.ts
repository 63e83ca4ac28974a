import { createRoot, createSignal } from "solid-js"
import type { Connection } from "../../domain/rpc/TabWire.ts"
import { followConnection } from "../client/runtime.ts"

/** How this page is connected to the database. One for the page, for as long as it lives. */
export const connection = createRoot(() => {
  const [state, setState] = createSignal<Connection>({ _tag: "Starting" })
  followConnection(setState)
  return state
})
