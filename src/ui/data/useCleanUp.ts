import { type Accessor, createSignal, onMount } from "solid-js"
import type { CleanUpPreview, CleanUpResult, CleanUpStrategy } from "../../domain/CleanUp.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { useStorage } from "./useStorage.ts"
import { weighUsage } from "./useStorageUsage.ts"

export interface CleanUp {
  /** Undefined until it has been weighed. */
  readonly preview: Accessor<CleanUpPreview | undefined>
  /** Looks again, also at how much room is used, after something was removed. */
  readonly refresh: () => void
  readonly run: (
    strategy: CleanUpStrategy,
    done: (result: CleanUpResult) => void,
    failed: (failure: Failure) => void,
  ) => void
}

/** The ways of making room, and what each would free. */
export const useCleanUp = (): CleanUp => {
  const storage = useStorage()
  const [preview, setPreview] = createSignal<CleanUpPreview>()
  const look = () => {
    perform((client) => client.storage.cleanUpPreview(), { success: setPreview })
  }
  const refresh = () => {
    look()
    storage.refresh()
    weighUsage()
  }
  onMount(look)
  return {
    preview,
    refresh,
    run: (strategy, done, failed) => {
      perform((client) => client.storage.cleanUp({ strategy }), {
        success: (result) => {
          refresh()
          done(result)
        },
        failure: (failure) => {
          refresh()
          failed(failure)
        },
      })
    },
  }
}
