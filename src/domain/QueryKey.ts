import { Match } from "effect"
import type { ChatId } from "./Ids.ts"
import type { Mutation } from "./Mutation.ts"

/** What a live query depends on. Flat strings: two equal keys are one key. */
export type QueryKey =
  | "chats"
  | "drafts"
  | "events"
  | "users"
  | "devices"
  | "sync_config"
  | "search"
  | "conflicts"
  | "providers"
  | "prompts"
  | "replies"
  | "imports"
  | `replies:${ChatId}`
  | `chat:${ChatId}`
  | `messages:${ChatId}`

const ofChat = (chatId: ChatId): ReadonlyArray<QueryKey> => ["events", "chats", "search", `chat:${chatId}`]
const ofMessage = (chatId: ChatId): ReadonlyArray<QueryKey> => ["events", "search", `messages:${chatId}`]

/** Q1: the keys of every query whose answer the mutation can change, and no key of any other chat. */
export const touchedBy: (mutation: Mutation) => ReadonlyArray<QueryKey> = Match.type<Mutation>().pipe(
  Match.withReturnType<ReadonlyArray<QueryKey>>(),
  Match.tagsExhaustive({
    CreateChat: ({ chatId }) => ofChat(chatId),
    UpdateChat: ({ chatId }) => ofChat(chatId),
    DeleteChat: ({ chatId }) => ofChat(chatId),
    RestoreChat: ({ chatId }) => ofChat(chatId),
    // a new message moves its chat up in the list, or back from the trash
    AddMessage: ({ chatId }) => [...ofMessage(chatId), ...ofChat(chatId)],
    UpdateMessage: ({ chatId }) => ofMessage(chatId),
    DeleteMessage: ({ chatId }) => ofMessage(chatId),
    RestoreMessage: ({ chatId }) => ofMessage(chatId),
    UpdateUser: () => ["events", "users"],
    RenameDevice: () => ["events", "devices"],
    UpdateSyncConfig: () => ["events", "sync_config"],
    ResolveConflict: () => ["events", "conflicts"],
    KeepConflict: () => ["events", "conflicts"],
  }),
)
