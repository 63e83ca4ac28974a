import { Match, Schema } from "effect"
import { Chat, ChatPatch } from "./Chat.ts"
import { Device } from "./Device.ts"
import { Conflict, Resolution } from "./Conflict.ts"
import { ChatId, ConflictId, EventId, MessageId } from "./Ids.ts"
import { Message, MessagePatch, MessageStatus } from "./Message.ts"
import { Millis } from "./Scalars.ts"
import { SyncConfigPatch } from "./SyncConfig.ts"
import type { EntityType, Operation } from "./SyncEvent.ts"
import { User } from "./User.ts"

const eventId = EventId

export const CreateChat = Schema.TaggedStruct("CreateChat", {
  eventId,
  chatId: ChatId,
  title: Chat.fields.title,
  model: Schema.optionalWith(Chat.fields.model, { default: () => null }),
  systemPrompt: Schema.optionalWith(Chat.fields.systemPrompt, { default: () => null }),
  folder: Schema.optionalWith(Chat.fields.folder, { default: () => null }),
  /** When it was made elsewhere: an import. Now, if absent. */
  createdAt: Schema.optional(Millis),
})

export const UpdateChat = Schema.TaggedStruct("UpdateChat", { eventId, chatId: ChatId, patch: ChatPatch })

/** To the trash. */
export const DeleteChat = Schema.TaggedStruct("DeleteChat", { eventId, chatId: ChatId })

export const RestoreChat = Schema.TaggedStruct("RestoreChat", { eventId, chatId: ChatId })

/** A sibling of another message, an edit or a regeneration, has that message's parent. */
export const AddMessage = Schema.TaggedStruct("AddMessage", {
  eventId,
  chatId: ChatId,
  messageId: MessageId,
  /** The message that this one answers; null for the first. The end of the active branch, if absent. */
  parentId: Schema.optional(Message.fields.parentId),
  /** The message that this one is a new wording of. */
  edits: Schema.optionalWith(Message.fields.edits, { default: () => null }),
  role: Message.fields.role,
  content: Message.fields.content,
  status: Schema.optionalWith(MessageStatus, { default: () => "complete" as const }),
  model: Schema.optionalWith(Message.fields.model, { default: () => null }),
  createdAt: Schema.optional(Millis),
})

/** Changes the message itself: a reply that is being written. An edit by a person is `AddMessage`. */
export const UpdateMessage = Schema.TaggedStruct("UpdateMessage", {
  eventId,
  chatId: ChatId,
  messageId: MessageId,
  patch: MessagePatch,
})

export const DeleteMessage = Schema.TaggedStruct("DeleteMessage", {
  eventId,
  chatId: ChatId,
  messageId: MessageId,
})

export const RestoreMessage = Schema.TaggedStruct("RestoreMessage", {
  eventId,
  chatId: ChatId,
  messageId: MessageId,
})

export const UpdateUser = Schema.TaggedStruct("UpdateUser", {
  eventId,
  userId: User.fields.id,
  patch: Schema.partialWith(User.pick("name", "email", "image"), { exact: true }),
})

export const RenameDevice = Schema.TaggedStruct("RenameDevice", {
  eventId,
  deviceId: Device.fields.id,
  name: Device.fields.name,
})

export const UpdateSyncConfig = Schema.TaggedStruct("UpdateSyncConfig", {
  eventId,
  userId: User.fields.id,
  patch: SyncConfigPatch,
})

/** The person chose; the choice itself is an ordinary change beside this one. */
export const ResolveConflict = Schema.TaggedStruct("ResolveConflict", {
  eventId,
  conflictId: ConflictId,
  resolution: Resolution,
})

/** A conflict that the server lost when it was restored: both sides of it are logged there again. */
export const KeepConflict = Schema.TaggedStruct("KeepConflict", {
  eventId,
  conflictId: ConflictId,
  conflict: Conflict.omit("id", "userId", "version", "clocks", "versions"),
})

/** Everything that can happen to what a person keeps. Closed: whoever handles it handles all of it. */
export const Mutation = Schema.Union(
  CreateChat,
  UpdateChat,
  DeleteChat,
  RestoreChat,
  AddMessage,
  UpdateMessage,
  DeleteMessage,
  RestoreMessage,
  UpdateUser,
  RenameDevice,
  UpdateSyncConfig,
  ResolveConflict,
  KeepConflict,
)
export type Mutation = typeof Mutation.Type

/** A mutation before it was checked: ids and texts are plain strings. */
export type MutationInput = typeof Mutation.Encoded

/** A repeated mutation changes nothing and says so. */
export const MutationOutcome = Schema.Literal("applied", "duplicate")
export type MutationOutcome = typeof MutationOutcome.Type

export interface MutationTarget {
  readonly entityType: EntityType
  readonly entityId: string
  readonly operation: Operation
}

/** What the mutation is recorded as in the outbox. Restoring is an update of the tombstone. */
export const targetOf: (mutation: Mutation) => MutationTarget = Match.type<Mutation>().pipe(
  Match.withReturnType<MutationTarget>(),
  Match.tagsExhaustive({
    CreateChat: ({ chatId }) => ({ entityType: "chat", entityId: chatId, operation: "create" }),
    UpdateChat: ({ chatId }) => ({ entityType: "chat", entityId: chatId, operation: "update" }),
    DeleteChat: ({ chatId }) => ({ entityType: "chat", entityId: chatId, operation: "delete" }),
    RestoreChat: ({ chatId }) => ({ entityType: "chat", entityId: chatId, operation: "update" }),
    AddMessage: ({ messageId }) => ({ entityType: "message", entityId: messageId, operation: "create" }),
    UpdateMessage: ({ messageId }) => ({ entityType: "message", entityId: messageId, operation: "update" }),
    DeleteMessage: ({ messageId }) => ({ entityType: "message", entityId: messageId, operation: "delete" }),
    RestoreMessage: ({ messageId }) => ({ entityType: "message", entityId: messageId, operation: "update" }),
    UpdateUser: ({ userId }) => ({ entityType: "user", entityId: userId, operation: "update" }),
    RenameDevice: ({ deviceId }) => ({ entityType: "device", entityId: deviceId, operation: "update" }),
    UpdateSyncConfig: ({ userId }) => ({ entityType: "sync_config", entityId: userId, operation: "update" }),
    ResolveConflict: ({ conflictId }) => ({
      entityType: "conflict",
      entityId: conflictId,
      operation: "update",
    }),
    KeepConflict: ({ conflictId }) => ({
      entityType: "conflict",
      entityId: conflictId,
      operation: "create",
    }),
  }),
)
