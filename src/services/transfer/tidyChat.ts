import { Either } from "effect"
import type { SkipReason } from "../../domain/transfer/Import.ts"
import { maxContentBytes, maxNameLength, maxTitleLength, titleFrom, utf8Bytes } from "../../domain/Text.ts"
import type { ImportedChat, ImportedMessage } from "./ImportedChat.ts"
import { inOrder } from "./inOrder.ts"

/** A message that fits, after the one that it answers. */
export interface TidyMessage extends ImportedMessage {
  readonly createdAt: number
}

/** A chat that fits: what it says is storable, and its messages are a tree in the order in which they can be added. */
export interface TidyChat extends ImportedChat {
  readonly title: string
  readonly createdAt: number
  /** Milliseconds since 1970 that the ids of it and its messages begin with: the same whenever it is imported. */
  readonly idTime: number
  readonly messages: ReadonlyArray<TidyMessage>
}

/** What no database stores is shown as what it is: a character that cannot be. */
const storable = (text: string) => text.replaceAll("\u0000", "\uFFFD").toWellFormed()

const shortened = (text: string, limit: number) =>
  text.length <= limit
    ? text
    : `${text
        .slice(0, limit - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`

const nameOf = (text: string | null) =>
  text === null || text.trim() === "" ? null : shortened(storable(text), maxNameLength)

/** What is said where a chat has no title and nobody says anything in it. */
const untitled = "Imported chat"

const titleOf = (title: string | null, said: string) => {
  const given = title === null || title.trim() === "" ? titleFrom(storable(said)) : storable(title)
  return given === "" ? untitled : shortened(given, maxTitleLength)
}

const systemPromptOf = (text: string | null) => {
  if (text === null || text.trim() === "") return null
  const kept = storable(text)
  return utf8Bytes(kept) <= maxContentBytes ? kept : kept.slice(0, maxContentBytes / 4).toWellFormed()
}

/** A text that is longer than a message may be, as several that each fit. */
const fitting = (text: string): ReadonlyArray<string> => {
  if (utf8Bytes(text) <= maxContentBytes) return [text]
  const parts: Array<string> = []
  for (let from = 0; from < text.length;) {
    // a unit takes at most three bytes
    let to = Math.min(text.length, from + Math.floor(maxContentBytes / 3))
    const last = text.charCodeAt(to - 1)
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to -= 1
    parts.push(text.slice(from, to))
    from = to
  }
  return parts.filter((part) => part.trim() !== "")
}

/** The parts follow each other; what answered the whole answers the last of them. */
const splitLong = (messages: ReadonlyArray<TidyMessage>): ReadonlyArray<TidyMessage> => {
  const lastPart = new Map<string, string>()
  return messages.flatMap((message) => {
    const parts = fitting(message.content)
    const keyOf = (index: number) => (index === 0 ? message.key : `${message.key}#${index + 1}`)
    lastPart.set(message.key, keyOf(parts.length - 1))
    return parts.map((content, index) => ({
      ...message,
      key: keyOf(index),
      parent:
        index > 0
          ? keyOf(index - 1)
          : message.parent === null
            ? null
            : (lastPart.get(message.parent) ?? null),
      content,
    }))
  })
}

/** When a chat was made: by what its file says of it, or of its messages. Null if it says nothing. */
const madeAt = ({ createdAt, messages }: ImportedChat) => {
  if (createdAt !== null) return createdAt
  const known = messages.flatMap((message) => (message.createdAt === null ? [] : [message.createdAt]))
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b))
}

const between = (millis: number, now: number) => Math.min(Math.max(Math.trunc(millis), 0), now)

/** Messages of a chat that fit, in the order in which they can be added. */
export const tidyMessages = (
  { active, messages }: Pick<ImportedChat, "active" | "messages">,
  createdAt: number,
  now: number,
): ReadonlyArray<TidyMessage> => {
  const dates = new Map<string, number>()
  const fitting = inOrder(messages, active).map((message, index): TidyMessage => {
    const after = message.parent === null ? createdAt + index : (dates.get(message.parent) ?? createdAt) + 1
    const date = between(message.createdAt ?? after, now)
    dates.set(message.key, date)
    const model = nameOf(message.model)
    return { ...message, model, content: storable(message.content), createdAt: date }
  })
  return splitLong(fitting)
}

/**
 * Makes a chat fit, all but its messages.
 *
 * @param now milliseconds since 1970: when it was made, if the file does not say, and no later in any case
 * @param said what its title is made of if it has none
 */
export const tidyHead = (chat: ImportedChat, now: number, said: string): TidyChat => {
  const first = madeAt(chat)
  const { active, ...rest } = chat
  return {
    ...rest,
    active,
    title: titleOf(chat.title, said),
    model: nameOf(chat.model),
    systemPrompt: systemPromptOf(chat.systemPrompt),
    folder: nameOf(chat.folder),
    createdAt: first === null ? now : between(first, now),
    idTime: first === null ? 0 : Math.max(0, Math.trunc(first)),
    messages: [],
  }
}

/** Makes a chat fit. */
export const tidyChat = (chat: ImportedChat, now: number): Either.Either<TidyChat, SkipReason> => {
  const first = madeAt(chat)
  const messages = tidyMessages(chat, first === null ? now : between(first, now), now)
  if (messages.length === 0) return Either.left("no-messages")
  const said = messages.find(({ role }) => role === "user") ?? messages[0]
  return Either.right({ ...tidyHead(chat, now, said?.content ?? ""), messages })
}
