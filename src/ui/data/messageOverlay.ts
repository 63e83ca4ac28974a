import { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MessageRow, MessageWindow } from "../../domain/Message.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import type { Reply } from "../../domain/assistant/Reply.ts"
import type { Change } from "./changes.ts"

/** A message as the page shows it, with how far its saving has come. */
export interface MessageView extends MessageRow {
  readonly delivery: Change["state"]
  /** The change that brought it here, while it is not saved. */
  readonly changeId: string | null
  /** Why it could not be saved. */
  readonly problem: string | null
}

export interface ViewWindow {
  readonly messages: ReadonlyArray<MessageView>
  readonly hasOlder: boolean
  readonly hasNewer: boolean
}

type AddMessage = Extract<MutationInput, { _tag: "AddMessage" }>

const saved = (row: MessageRow): MessageView => ({ ...row, delivery: "saved", changeId: null, problem: null })

/** Live rows as the page shows them. */
export const savedWindow = (live: MessageWindow): ViewWindow => ({
  ...live,
  messages: live.messages.map(saved),
})

const added = (mutation: AddMessage, change: Change, replaced: MessageRow | undefined): MessageView => ({
  id: MessageId.make(mutation.messageId),
  chatId: ChatId.make(mutation.chatId),
  parentId: mutation.parentId == null ? null : MessageId.make(mutation.parentId),
  role: mutation.role,
  content: mutation.content,
  status: mutation.status ?? "complete",
  model: mutation.model ?? null,
  createdAt: mutation.createdAt ?? change.at,
  updatedAt: mutation.createdAt ?? change.at,
  siblings: (replaced?.siblings ?? 0) + 1,
  siblingIndex: replaced?.siblings ?? 0,
  delivery: change.state,
  changeId: change.state === "saved" ? null : change.id,
  problem: change.failure?.sentence ?? null,
})

const withAdded = (window: ViewWindow, mutation: AddMessage, change: Change): ViewWindow => {
  if (window.messages.some(({ id }) => id === mutation.messageId)) return window
  // a sibling takes the place of the version that was shown, and of what followed it
  const at =
    mutation.parentId === undefined
      ? -1
      : window.messages.findIndex(({ parentId }) => parentId === mutation.parentId)
  if (at === -1) {
    // the end of the branch is not in view
    if (window.hasNewer) return window
    return { ...window, messages: [...window.messages, added(mutation, change, undefined)] }
  }
  const before = window.messages.slice(0, at)
  return { ...window, messages: [...before, added(mutation, change, window.messages[at])], hasNewer: false }
}

/** The rows of a conversation with the changes that they do not show yet. */
export const overlayMessages = (
  chatId: ChatId,
  live: ViewWindow,
  changes: ReadonlyArray<Change>,
): ViewWindow => {
  let window = live
  const hidden = new Set<string>()
  for (const change of changes) {
    for (const mutation of change.mutations) {
      if (!("chatId" in mutation) || mutation.chatId !== chatId) continue
      if (mutation._tag === "AddMessage") window = withAdded(window, mutation, change)
      else if (mutation._tag === "DeleteMessage") hidden.add(mutation.messageId)
      else if (mutation._tag === "RestoreMessage") hidden.delete(mutation.messageId)
    }
  }
  return hidden.size === 0
    ? window
    : { ...window, messages: window.messages.filter(({ id }) => !hidden.has(id)) }
}

/** The place of a reply of which nothing has come: after what it answers, instead of what follows that. */
export const withReply = (window: ViewWindow, reply: Reply): ViewWindow => {
  const { chatId, messageId: id, model, parentId, startedAt } = reply
  const at = window.messages.findIndex((message) => message.id === parentId)
  if (at === -1 || window.messages.some((message) => message.id === id)) return window
  const place: MessageRow = {
    id,
    chatId,
    parentId,
    role: "assistant",
    content: "",
    status: "streaming",
    model,
    createdAt: startedAt,
    updatedAt: startedAt,
    siblings: 1,
    siblingIndex: 0,
  }
  return { ...window, messages: [...window.messages.slice(0, at + 1), saved(place)], hasNewer: false }
}

/** Whether live rows already show the change. */
export const messagesShow = (live: MessageWindow, change: Change): boolean => {
  const has = (messageId: string) => live.messages.some(({ id }) => id === messageId)
  return change.mutations.every((mutation) => {
    switch (mutation._tag) {
      case "AddMessage":
      case "RestoreMessage":
        return has(mutation.messageId)
      case "DeleteMessage":
        return !has(mutation.messageId)
      default:
        return true
    }
  })
}
