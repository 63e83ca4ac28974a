import { chatStates } from "./chatStates.ts"
import { replyStates } from "./replyStates.ts"
import type { Group } from "./Scenario.ts"
import { settingsStates } from "./settingsStates.ts"
import { storageStates } from "./storageStates.ts"
import { syncStates } from "./syncStates.ts"

/** Every state that the page can be in. */
export const groups: ReadonlyArray<Group> = [
  chatStates,
  replyStates,
  storageStates,
  syncStates,
  settingsStates,
]
