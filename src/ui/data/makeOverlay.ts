import type { Change } from "./changes.ts"

const chatsOf = ({ mutations }: Change) => mutations.map((it) => ("chatId" in it ? it.chatId : it._tag))

/**
 * Decides which changes still have to be laid over live rows: those that the rows do not show yet, and what was
 * done to the same chat after them. One that was saved and has been seen in the rows is not applied again, so that
 * a later change made elsewhere is not hidden.
 */
export const makeOverlay = <Live>(shows: (live: Live, change: Change) => boolean) => {
  const seen = new Set<string>()
  return (live: Live, changes: ReadonlyArray<Change>): ReadonlyArray<Change> => {
    const touched = new Set<string>()
    return changes.filter((change) => {
      const chats = chatsOf(change)
      const missing = !seen.has(change.id) && (change.state !== "saved" || !shows(live, change))
      if (!missing && !chats.some((chat) => touched.has(chat))) {
        seen.add(change.id)
        return false
      }
      // a failed change may stay for long, and what followed it did not build on it
      if (change.state !== "failed") for (const chat of chats) touched.add(chat)
      return true
    })
  }
}
