import type { ChatPatch } from "../../domain/Chat.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import { titleFrom } from "../../domain/Text.ts"
import type { Failure } from "../client/Failure.ts"
import { newChatId, newEventId, newMessageId } from "../client/newId.ts"
import { submit } from "./changes.ts"

type Failed = (failure: Failure, again: () => void) => void

const submitAllOr = (mutations: ReadonlyArray<MutationInput>, failed: Failed): void => {
  const run = () => submit(mutations, { failed: (failure) => failed(failure, run) })
  run()
}

const submitOr = (mutation: MutationInput, failed: Failed): void => submitAllOr([mutation], failed)

const update = (chatId: ChatId, patch: ChatPatch, failed: Failed) =>
  submitOr({ _tag: "UpdateChat", eventId: newEventId(), chatId, patch }, failed)

/** A chat and what was said first, in one transaction. */
export const createChat = (
  content: string,
  saved: (chatId: ChatId, messageId: MessageId) => void,
  folder: string | null = null,
): ChatId => {
  const chatId = newChatId()
  const messageId = newMessageId()
  submit(
    [
      { _tag: "CreateChat", eventId: newEventId(), chatId, title: titleFrom(content), folder },
      { _tag: "AddMessage", eventId: newEventId(), chatId, messageId, parentId: null, role: "user", content },
    ],
    { saved: () => saved(chatId, messageId) },
  )
  return chatId
}

export const renameChat = (chatId: ChatId, title: string, failed: Failed) => update(chatId, { title }, failed)

/** Which model answers in it from now on. */
export const setChatModel = (chatId: ChatId, model: string, failed: Failed) =>
  update(chatId, { model }, failed)

/** What the model is told first; null for nothing. */
export const setSystemPrompt = (chatId: ChatId, systemPrompt: string | null, failed: Failed) =>
  update(chatId, { systemPrompt }, failed)

export const pinChat = (chatId: ChatId, pinned: boolean, failed: Failed) => update(chatId, { pinned }, failed)

export const archiveChat = (chatId: ChatId, archived: boolean, failed: Failed) =>
  update(chatId, { archived }, failed)

/** Each chat as its patch says, all in one transaction. */
export const updateChats = (
  patches: ReadonlyArray<{ readonly id: ChatId; readonly patch: ChatPatch }>,
  failed: Failed,
): void =>
  submitAllOr(
    patches.map(({ id, patch }) => ({ _tag: "UpdateChat", eventId: newEventId(), chatId: id, patch })),
    failed,
  )

/** To the trash, all in one transaction. */
export const deleteChats = (chatIds: ReadonlyArray<ChatId>, failed: Failed): void =>
  submitAllOr(
    chatIds.map((chatId) => ({ _tag: "DeleteChat", eventId: newEventId(), chatId })),
    failed,
  )

export const restoreChats = (chatIds: ReadonlyArray<ChatId>, failed: Failed): void =>
  submitAllOr(
    chatIds.map((chatId) => ({ _tag: "RestoreChat", eventId: newEventId(), chatId })),
    failed,
  )

/** To the trash. */
export const deleteChat = (chatId: ChatId, failed: Failed) =>
  submitOr({ _tag: "DeleteChat", eventId: newEventId(), chatId }, failed)

export const restoreChat = (chatId: ChatId, failed: Failed) =>
  submitOr({ _tag: "RestoreChat", eventId: newEventId(), chatId }, failed)
