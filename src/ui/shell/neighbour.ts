import type { ChatRow } from "../../domain/Chat.ts"

/** The path of the chat above or below the open one; from a page that is no chat, the first or the last. */
export const neighbour = (chats: ReadonlyArray<ChatRow>, path: string, step: -1 | 1): string | undefined => {
  const at = chats.findIndex(({ id }) => path === `/chat/${id}`)
  const next = at === -1 ? chats.at(step === 1 ? 0 : -1) : chats[at + step]
  return next && `/chat/${next.id}`
}
