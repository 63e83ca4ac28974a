import { type Accessor, createSignal, onMount } from "solid-js"
import type { StorageUsage } from "../../domain/StorageUsage.ts"
import { perform } from "../client/runtime.ts"

const [usage, setUsage] = createSignal<StorageUsage>()

/** Weighs it again, after something was removed. */
export const weighUsage = (): void => {
  perform((client) => client.storage.usage(), { success: setUsage })
}

/** What takes up the room, as it is when the component is shown. Undefined until it has been weighed. */
export const useStorageUsage = (): Accessor<StorageUsage | undefined> => {
  onMount(() => {
    setUsage(undefined)
    weighUsage()
  })
  return usage
}
