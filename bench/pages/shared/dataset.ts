import { ChatId, MessageId, randomLength, timeOrderedId } from "../../../src/domain/Ids.ts"
import { type Random, randomFrom } from "./random.ts"

/** Messages of each chat on average, whatever the size of the whole. */
const messagesPerChat = 100

/** People write a few messages to one chat before they go to another. */
export const burst = 10

/** Milliseconds since 1970 of the first message, and how long the history is. */
const firstAt = Date.UTC(2024, 0, 1)
const span = 600 * 24 * 3_600_000

const digits = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

export const digitsFrom = (random: Random): string => {
  let text = ""
  for (let at = 0; at < randomLength; at++) text += digits.charAt(Math.floor(random() * 64))
  return text
}

/** Who wrote what where, known from the size alone, so that every page can name any chat without asking. */
export const datasetOf = (messages: number) => {
  const chats = Math.max(1, Math.floor(messages / messagesPerChat))
  const step = span / messages
  const messageAt = (index: number) => firstAt + Math.floor(index * step)
  const chatOf = (index: number) => Math.floor(index / burst) % chats
  const chatAt = (chat: number) => messageAt(chat * burst)
  return {
    messages,
    chats,
    messageAt,
    chatOf,
    chatAt,
    chatId: (chat: number) => ChatId.make(timeOrderedId(chatAt(chat), digitsFrom(randomFrom(chat * 3 + 1)))),
    messageId: (index: number) =>
      MessageId.make(timeOrderedId(messageAt(index), digitsFrom(randomFrom(index * 3 + 2)))),
  }
}

export type Dataset = ReturnType<typeof datasetOf>
