import { once } from "./once.ts"
import { useChats } from "./useChats.ts"

/** The chats that the sidebar lists under no folder, the pinned ones first. One subscription for the page. */
export const sidebarChats = once(() => useChats("active", null))
