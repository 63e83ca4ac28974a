import { ChatId, MessageId } from "../../domain/Ids.ts"
import { derivedId } from "./derivedId.ts"
import type { TidyChat } from "./tidyChat.ts"

/** The ids of a chat and of what lies in it. */
export interface Namer {
  readonly chatId: ChatId
  readonly messageId: (key: string) => MessageId
}

type Named = Pick<TidyChat, "idTime" | "key" | "source">

/** The message that the next one answers is most often the last one that was named. */
const remembering = (name: (key: string) => MessageId) => {
  const named = new Map<string, MessageId>()
  return (key: string) => {
    const known = named.get(key) ?? name(key)
    named.set(key, known)
    return known
  }
}

const derived = ({ idTime, key, source }: Named, ...space: ReadonlyArray<string>): Namer => ({
  chatId: ChatId.make(derivedId(idTime, ...space, source, key)),
  messageId: remembering((message) => MessageId.make(derivedId(idTime, ...space, source, key, message))),
})

const given = ({ key }: Named): Namer => ({
  chatId: ChatId.make(key),
  messageId: (message) => MessageId.make(message),
})

/**
 * The two ways of naming a chat. Two people may import the same file at one server, where an id belongs to one of them,
 * so a person with an account has ids of their own: the second way. What was imported before there was an account, or is
 * this person's own export, is known by the first.
 */
export const namersOf = (chat: Named, userId: string): readonly [Namer, Namer] => [
  chat.source === "openchat" ? given(chat) : derived(chat),
  derived(chat, userId),
]
