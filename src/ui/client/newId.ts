import { nanoid } from "nanoid"
import {
  ChatId,
  EventId,
  ImportId,
  MessageId,
  PromptId,
  ProviderId,
  randomLength,
  timeOrderedId,
} from "../../domain/Ids.ts"

const newId = () => timeOrderedId(Date.now(), nanoid(randomLength))

export const newChatId = () => ChatId.make(newId())
export const newMessageId = () => MessageId.make(newId())
export const newEventId = () => EventId.make(newId())
export const newProviderId = () => ProviderId.make(newId())
export const newPromptId = () => PromptId.make(newId())
export const newImportId = () => ImportId.make(newId())
