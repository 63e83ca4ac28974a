import { createStore } from "solid-js/store"
import type { ProviderId } from "../../domain/Ids.ts"
import { useProviders } from "../data/useProviders.ts"
import { announce } from "../shell/announce.ts"
import { countOf } from "../sync/countOf.ts"

/** How asking a provider for its models goes. */
export interface ModelList {
  readonly busy: boolean
  /** Why it did not work. */
  readonly problem: string | undefined
}

const [lists, setLists] = createStore<Record<ProviderId, ModelList | undefined>>({})

export const modelList = (id: ProviderId): ModelList => lists[id] ?? { busy: false, problem: undefined }

/** Asks the endpoint, and says how that went. */
export const loadModels = (
  id: ProviderId,
  done: (models: ReadonlyArray<string>) => void = () => {},
): void => {
  if (modelList(id).busy) return
  setLists(id, { busy: true, problem: undefined })
  useProviders().refresh(
    id,
    (models) => {
      const problem = models.length === 0 ? "It answers, and names no model." : undefined
      setLists(id, { busy: false, problem })
      announce(problem ?? `${countOf(models.length, "model")} found`)
      done(models)
    },
    ({ error, sentence }) => {
      // the advice would lead to where one is already
      setLists(id, { busy: false, problem: error?.message ?? sentence })
    },
  )
}
