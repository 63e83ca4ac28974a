import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { MessageRow } from "../../domain/Message.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import { newEventId, newMessageId } from "../client/newId.ts"

/**
 * A new chat with a copy of a branch: its messages keep who wrote them, when, and by which model; its versions and what
 * is beside the branch stay behind. To be applied in one transaction.
 *
 * @param branch from the first message on; not empty
 */
export const forkMutations = (
  chat: Pick<ChatRow, "model" | "systemPrompt" | "folder">,
  branch: ReadonlyArray<MessageRow>,
  chatId: ChatId,
  title: string,
): ReadonlyArray<MutationInput> => {
  const { model, systemPrompt, folder } = chat
  const ids = branch.map(newMessageId)
  return [
    { _tag: "CreateChat", eventId: newEventId(), chatId, title, model, systemPrompt, folder },
    ...branch.map(({ role, content, status, model, createdAt }, at): MutationInput => ({
      _tag: "AddMessage",
      eventId: newEventId(),
      chatId,
      messageId: ids[at] ?? newMessageId(),
      parentId: ids[at - 1] ?? null,
      role,
      content,
      // nobody goes on writing the copy
      status: status === "streaming" ? "stopped" : status,
      model,
      createdAt,
    })),
  ]
}
