import { ChatId, MessageId } from "../../domain/Ids.ts"
import { derivedId } from "./derivedId.ts"
import type { TidyChat } from "./tidyChat.ts"

/** The ids of a chat and of what lies in it. */
export interface Namer {
  readonly chatId: ChatId
  readonly messageId: (key: string) => MessageId
}

const derived = (
  chat: Pick<TidyChat, "idTime" | "key" | "source">,
  ...space: ReadonlyArray<string>
): Namer => ({
  chatId: ChatId.make(derivedId(chat.idTime, ...space, chat.source, chat.key)),
  messageId: (key) => MessageId.make(derivedId(chat.idTime, ...space, chat.source, chat.key, key)),
})

/**
 * The two ways of naming a chat. Two people may import the same file at one server, where an id belongs to one of them,
 * so a person with an account has ids of their own: the second way. What was imported before there was an account, or is
 * this person's own export, is known by the first.
 */
export const namersOf = (
  chat: Pick<TidyChat, "idTime" | "key" | "source">,
  userId: string,
): readonly [Namer, Namer] => {
  const own: Namer =
    chat.source === "openchat"
      ? { chatId: ChatId.make(chat.key), messageId: (key) => MessageId.make(key) }
      : derived(chat)
  return [own, derived(chat, userId)]
}
