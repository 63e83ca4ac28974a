import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js"
import type { SearchFilters } from "../../domain/search/SearchFilters.ts"
import type { SearchHit } from "../../domain/SearchHit.ts"
import { perform } from "../client/runtime.ts"

const debounce = 80
const limit = 50

interface Wanted {
  readonly text: string
  readonly filters: SearchFilters
}

export interface Search {
  readonly hits: Accessor<ReadonlyArray<SearchHit>>
  /** What the hits answer; undefined while there is nothing to ask for. */
  readonly answered: Accessor<Wanted | undefined>
  readonly problem: Accessor<string | null>
}

/** Finds messages and titles while somebody types. An answer that is no longer wanted is given up. */
export const useSearch = (asked: Accessor<Wanted | undefined>): Search => {
  const [hits, setHits] = createSignal<ReadonlyArray<SearchHit>>([])
  const [answered, setAnswered] = createSignal<Wanted>()
  const [problem, setProblem] = createSignal<string | null>(null)

  createEffect(
    on(asked, (wanted) => {
      if (wanted === undefined) {
        setHits([])
        setAnswered(undefined)
        return
      }
      let cancel = () => {}
      const timer = setTimeout(() => {
        cancel = perform((client) => client.search.find({ ...wanted, limit }), {
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
    }),
  )
  return { hits, answered, problem }
}
