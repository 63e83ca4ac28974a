import type { Typed } from "./actions.ts"

/** What the person did, in the order in which it really happened: what they may miss, and what they gave up. */
export const makeMemory = () => {
  let now = 0
  const givenUp = new Set<string>()
  const written = new Map<string, number>()
  const deletedAt = new Map<string, number>()
  /** By the entity that was restored, and the text that the device had of it then. */
  const restoredAt = new Map<string, number>()
  const keyOf = (id: string, text: string) => `${id} ${text}`

  /** Whether nobody deleted it since it was written, or since it was restored where the text was. */
  const isThere = (id: string, { eventId, over, value }: Typed) => {
    const deleted = deletedAt.get(id)
    if (deleted === undefined) return true
    // a new message brings its chat back, another wording of an old one leaves both where they are
    const made = over === null ? (written.get(eventId) ?? -1) : -1
    return deleted < made || deleted < (restoredAt.get(keyOf(id, value)) ?? -1)
  }

  return {
    step: () => {
      now += 1
    },
    wrote: (typed: Typed) => {
      written.set(typed.eventId, now)
      return typed
    },
    deleted: (id: string) => {
      deletedAt.set(id, now)
    },
    restored: ({ id, texts }: { readonly id: string; readonly texts: ReadonlyArray<string> }) => {
      for (const text of texts) restoredAt.set(keyOf(id, text), now)
    },
    /** They were shown the texts in the trash, and said that they may go. */
    givenUp: (texts: ReadonlyArray<string>) => {
      for (const text of texts) givenUp.add(text)
    },
    wasGivenUp: (text: string) => givenUp.has(text),
    wasDeleted: ({ chatId, entityId }: Typed) => deletedAt.has(chatId) || deletedAt.has(entityId),
    /** S11: whoever gave it up was not the last to say so. */
    isInUse: (typed: Typed) =>
      isThere(typed.chatId, typed) && (typed.field === "title" || isThere(typed.entityId, typed)),
  } as const
}
