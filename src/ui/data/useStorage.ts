import { type Accessor, createEffect, createSignal, on } from "solid-js"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import { perform } from "../client/runtime.ts"
import { connection } from "./connection.ts"

const [status, setStatus] = createSignal<StorageStatus>()

const refresh = () => {
  perform((client) => client.storage.status(), { success: setStatus })
}

export interface Storage {
  /** Undefined until the database has answered. */
  readonly status: Accessor<StorageStatus | undefined>
  readonly refresh: () => void
  /** Somebody has read what became of a damaged database. */
  readonly dismissRebuilt: () => void
  /** Asks the browser not to evict the data under pressure. Only a window may ask. */
  readonly persist: () => Promise<boolean>
}

/** Where the data lies, how much of it there is, and whether the browser promised to keep it. */
export const useStorage = (): Storage => {
  createEffect(
    on(connection, (state) => {
      if (state._tag === "Connected") refresh()
    }),
  )
  return {
    status,
    refresh,
    dismissRebuilt: () => perform((client) => client.storage.dismissRebuilt(), { success: refresh }),
    persist: async () => {
      const granted = await navigator.storage.persist()
      refresh()
      return granted
    },
  }
}
