import { Effect } from "effect"
import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MessageRow, MessageWindow } from "../../domain/Message.ts"
import type { Failure } from "../client/Failure.ts"
import { newChatId } from "../client/newId.ts"
import { type Call, perform } from "../client/runtime.ts"
import { forkMutations } from "./forkMutations.ts"

/** Messages that are read at a time: as many as a window may have. */
const most = 5_000

const windowBefore =
  (chatId: ChatId, anchor: MessageId): Call<MessageWindow> =>
  (client) =>
    client.messages.watch({ chatId, anchor, before: most, after: 0 }, { asMailbox: true }).pipe(
      Effect.flatMap((answers) => answers.take),
      // the query of a window ends with its reader alone
      Effect.catchTag("NoSuchElementException", Effect.die),
      Effect.scoped,
    )

/** The branch from its beginning to the message, which is the last. */
const branchTo = (chatId: ChatId, messageId: MessageId): Call<ReadonlyArray<MessageRow>> =>
  Effect.fnUntraced(function* (client) {
    let branch: ReadonlyArray<MessageRow> = []
    let anchor: MessageId | undefined = messageId
    while (anchor !== undefined) {
      const { messages, hasOlder }: MessageWindow = yield* windowBefore(chatId, anchor)(client)
      // the anchor itself is known from the second window on
      branch = [...messages.slice(0, branch.length === 0 ? undefined : -1), ...branch]
      anchor = hasOlder ? messages[0]?.id : undefined
    }
    return branch
  })

interface Handlers {
  readonly done: (chatId: ChatId) => void
  readonly failed: (failure: Failure) => void
}

/** Makes a new chat of the branch up to a message, in one transaction. */
export const forkChat = (chat: ChatRow, messageId: MessageId, title: string, on: Handlers): void => {
  const chatId = newChatId()
  perform(branchTo(chat.id, messageId), {
    success: (branch) => {
      // made once, so that a repeated call changes nothing
      const mutations = forkMutations(chat, branch, chatId, title)
      perform((client) => client.mutate({ mutations }), {
        success: () => on.done(chatId),
        failure: on.failed,
      })
    },
    failure: on.failed,
  })
}
