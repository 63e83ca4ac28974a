import type { Reply } from "../../domain/assistant/Reply.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { newMessageId } from "../client/newId.ts"
import { perform } from "../client/runtime.ts"

type Failed = (failure: Failure) => void

/** Asks the model to answer a message that is saved. */
export const askForReply = (chatId: ChatId, parentId: MessageId, failure: Failed): void => {
  const messageId = newMessageId()
  perform((client) => client.replies.start({ chatId, messageId, parentId }), { failure })
}

/** Once more, for a reply of which nothing has come. */
export const askAgain = ({ chatId, messageId, parentId }: Reply, failure: Failed): void =>
  void perform((client) => client.replies.start({ chatId, messageId, parentId }), { failure })

/** Goes on with a reply that broke off. */
export const resumeReply = (messageId: MessageId, failure: Failed): void =>
  void perform((client) => client.replies.resume({ messageId }), { failure })

/** What has arrived is kept. */
export const stopReply = (messageId: MessageId, failure: Failed): void =>
  void perform((client) => client.replies.stop({ messageId }), { failure })

export const dismissReply = (messageId: MessageId, failure: Failed): void =>
  void perform((client) => client.replies.dismiss({ messageId }), { failure })
