import { type Accessor, createSignal } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { Prompt } from "../../domain/assistant/Prompt.ts"
import type { PromptId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

type Failed = (failure: Failure) => void

const shared = once((): Accessor<ReadonlyArray<Prompt> | undefined> => {
  const [known, setKnown] = createSignal(false)
  const [state, setState] = createStore<{ rows: ReadonlyArray<Prompt> }>({ rows: [] })
  followShown(
    (client) => client.prompts.watch(undefined, { asMailbox: true }),
    (all) => {
      setState("rows", reconcile([...all], { key: "id" }))
      setKnown(true)
    },
  )
  return () => (known() ? state.rows : undefined)
})

/** System prompts that are kept on this device, by name. One subscription for the page. */
export const usePrompts = () => ({
  /** Undefined until the database has answered. */
  prompts: shared(),
  put: (prompt: Prompt, done: () => void, failed: Failed): void => {
    perform((client) => client.prompts.put(prompt), { success: done, failure: failed })
  },
  remove: (id: PromptId, done: () => void, failed: Failed): void => {
    perform((client) => client.prompts.remove({ id }), { success: done, failure: failed })
  },
})
