import { nanoid } from "nanoid"
import { ChatId, EventId, MessageId, randomLength, timeOrderedId } from "../../domain/Ids.ts"

const newId = () => timeOrderedId(Date.now(), nanoid(randomLength))

export const newChatId = () => ChatId.make(newId())
export const newMessageId = () => MessageId.make(newId())
export const newEventId = () => EventId.make(newId())
