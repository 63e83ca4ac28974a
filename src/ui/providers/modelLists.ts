import { Schema } from "effect"
import { createStore } from "solid-js/store"
import { AssistantError } from "../../domain/errors/AssistantErrors.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import { useProviders } from "../data/useProviders.ts"
import { announce } from "../shell/announce.ts"
import { countOf } from "../sync/countOf.ts"
import { problemWords } from "./problemWords.ts"

/** How asking a provider for its models goes. */
export interface ModelList {
  readonly busy: boolean
  /** Why it did not work. */
  readonly problem: string | undefined
}

const isOfModel = Schema.is(AssistantError)

const [lists, setLists] = createStore<Record<ProviderId, ModelList | undefined>>({})

export const modelList = (id: ProviderId): ModelList => lists[id] ?? { busy: false, problem: undefined }

/** Says no more of how it went. */
export const forgetModelList = (id: ProviderId): void => {
  if (!modelList(id).busy) setLists(id, undefined)
}

/** Asks the endpoint, and says how that went. */
export const loadModels = (
  id: ProviderId,
  done: (models: ReadonlyArray<string>) => void = () => {},
): void => {
  if (modelList(id).busy) return
  setLists(id, { busy: true, problem: undefined })
  const { providers, refresh } = useProviders()
  refresh(
    id,
    (models) => {
      const problem = models.length === 0 ? "It answers, and names no model." : undefined
      setLists(id, { busy: false, problem })
      announce(problem ?? `${countOf(models.length, "model")} found`)
      done(models)
    },
    ({ error, sentence }) => {
      const kind = providers()?.find((it) => it.id === id)?.kind
      // its advice would lead to where one is already
      setLists(id, { busy: false, problem: isOfModel(error) ? problemWords(error, kind) : sentence })
    },
  )
}
