import { once } from "./once.ts"
import { useChats } from "./useChats.ts"

/** The chats in use, in whatever folder they are, the pinned ones first. One subscription for the page. */
export const allChats = once(() => useChats("active"))
