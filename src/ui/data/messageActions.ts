import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MessageRow } from "../../domain/Message.ts"
import type { Failure } from "../client/Failure.ts"
import { newEventId, newMessageId } from "../client/newId.ts"
import { perform } from "../client/runtime.ts"
import { submit } from "./changes.ts"

type Failed = (failure: Failure, again: () => void) => void

type Saved = (messageId: MessageId) => void

/** What the person says. A failed one stays where it is, with its text. */
export const addMessage = (chatId: ChatId, content: string, saved: Saved): void => {
  const messageId = newMessageId()
  submit([{ _tag: "AddMessage", eventId: newEventId(), chatId, messageId, role: "user", content }], {
    saved: () => saved(messageId),
  })
}

/** A sibling of the message: what it was stays, one version back. */
export const editMessage = (original: MessageRow, content: string, saved: Saved): void => {
  const { chatId, id: edits, parentId, role } = original
  const messageId = newMessageId()
  submit([{ _tag: "AddMessage", eventId: newEventId(), chatId, messageId, parentId, edits, role, content }], {
    saved: () => saved(messageId),
  })
}

export const deleteMessage = (chatId: ChatId, messageId: MessageId, failed: Failed): void => {
  const run = () =>
    submit([{ _tag: "DeleteMessage", eventId: newEventId(), chatId, messageId }], {
      failed: (failure) => failed(failure, run),
    })
  run()
}

export const restoreMessage = (chatId: ChatId, messageId: MessageId, failed: Failed): void => {
  const run = () =>
    submit([{ _tag: "RestoreMessage", eventId: newEventId(), chatId, messageId }], {
      failed: (failure) => failed(failure, run),
    })
  run()
}

export const selectSibling = (messageId: MessageId, offset: -1 | 1, failed: Failed): void => {
  const run = () => {
    perform((client) => client.messages.selectSibling({ messageId, offset }), {
      failure: (failure) => failed(failure, run),
    })
  }
  run()
}
