import type { OldChats } from "../../domain/CleanUp.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import { newEventId } from "../client/newId.ts"
import { type Call, collect, perform } from "../client/runtime.ts"
import { datedName, saveFile } from "./saveFile.ts"

/** Changes of one transaction, so that nobody waits long for it. */
const batch = 200

/** Rejects with the sentence of what went wrong. */
const ask = <A>(call: Call<A>) =>
  new Promise<A>((resolve, reject) => {
    perform(call, { success: resolve, failure: ({ sentence }) => reject(new Error(sentence)) })
  })

const change = async (
  chatIds: ReadonlyArray<ChatId>,
  toMutation: (chatId: ChatId) => MutationInput,
): Promise<void> => {
  for (let from = 0; from < chatIds.length; from += batch) {
    const mutations = chatIds.slice(from, from + batch).map(toMutation)
    await ask((client) => client.mutate({ mutations }))
  }
}

/** @param before milliseconds since 1970 */
export const findOldChats = (before: number): Promise<OldChats> =>
  ask((client) => client.storage.oldChats({ before }))

/** Hands out a file with the chats, and only then takes them out of the list. Answers the name of the file. */
export const exportAndArchive = async ({ chatIds, listed }: OldChats): Promise<string> => {
  const name = datedName("old-chats.json")
  saveFile(name, "application/json", await collect((client) => client.storage.exportChats({ chatIds })))
  await change(listed, (chatId) => ({
    _tag: "UpdateChat",
    eventId: newEventId(),
    chatId,
    patch: { archived: true },
  }))
  return name
}

/**
 * Throws away those of the chats that are still old: what was written into one meanwhile is in no file. Answers how many.
 *
 * @param before milliseconds since 1970
 */
export const throwAwayOld = async (exported: ReadonlyArray<ChatId>, before: number): Promise<number> => {
  const old = new Set((await findOldChats(before)).chatIds)
  const chatIds = exported.filter((id) => old.has(id))
  await change(chatIds, (chatId) => ({ _tag: "DeleteChat", eventId: newEventId(), chatId }))
  return chatIds.length
}
