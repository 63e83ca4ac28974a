import { type Accessor, createSignal, onMount } from "solid-js"
import type { StorageUsage } from "../../domain/StorageUsage.ts"
import { perform } from "../client/runtime.ts"

/** What takes up the room, as it is when the component is shown. Undefined until it has been weighed. */
export const useStorageUsage = (): Accessor<StorageUsage | undefined> => {
  const [usage, setUsage] = createSignal<StorageUsage>()
  onMount(() => perform((client) => client.storage.usage(), { success: setUsage }))
  return usage
}
