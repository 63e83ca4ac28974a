import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js"
import type { SearchHit } from "../../domain/SearchHit.ts"
import { perform } from "../client/runtime.ts"

const debounce = 80
const limit = 50

export interface Search {
  readonly hits: Accessor<ReadonlyArray<SearchHit>>
  /** The text that the hits answer; empty while there is none. */
  readonly answered: Accessor<string>
  readonly problem: Accessor<string | null>
}

/** Finds messages and titles while somebody types. An answer that is no longer wanted is given up. */
export const useSearch = (text: Accessor<string>): Search => {
  const [hits, setHits] = createSignal<ReadonlyArray<SearchHit>>([])
  const [answered, setAnswered] = createSignal("")
  const [problem, setProblem] = createSignal<string | null>(null)

  createEffect(
    on(
      () => text().trim(),
      (wanted) => {
        if (wanted === "") {
          setHits([])
          setAnswered("")
          return
        }
        let cancel = () => {}
        const timer = setTimeout(() => {
          cancel = perform((client) => client.search.find({ text: wanted, limit }), {
            success: (found) => {
              setProblem(null)
              setHits(found)
              setAnswered(wanted)
            },
            failure: ({ sentence }) => setProblem(sentence),
          })
        }, debounce)
        onCleanup(() => {
          clearTimeout(timer)
          cancel()
        })
      },
    ),
  )
  return { hits, answered, problem }
}
