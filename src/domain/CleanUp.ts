import { Schema } from "effect"
import { ChatId } from "./Ids.ts"
import { Millis, Version } from "./Scalars.ts"

const Count = Schema.Int.pipe(Schema.nonNegative())

/** Why the database file cannot be made smaller. */
export const CompactionBlock = Schema.Literal("nothing-free", "no-room", "too-large", "other-storage")
export type CompactionBlock = typeof CompactionBlock.Type

/** What each way of making room would free. Bytes are those of the texts, as `StorageUsage` counts them. */
export const CleanUpPreview = Schema.Struct({
  /** When it was looked at: what is thrown away later is not part of it. */
  at: Millis,
  trash: Schema.Struct({
    /** Chats that can be erased now. */
    chats: Count,
    /** Deleted messages of other chats, on a device that syncs. */
    messages: Count,
    bytes: Count,
    /** Other chats in the trash: a server may have them and this device does not sync, or their changes still wait. */
    kept: Count,
    /** Up to which version of the server this is; null where the device does not sync and erases for itself. */
    upTo: Schema.NullOr(Version),
  }),
  /** Changes that the server acknowledged, and that nothing here needs any more. */
  events: Schema.Struct({ events: Count, bytes: Count }),
  file: Schema.Struct({
    /** Whole pages that are free; half-empty ones add to it. */
    bytes: Count,
    blocked: Schema.NullOr(CompactionBlock),
  }),
})
export type CleanUpPreview = typeof CleanUpPreview.Type

/** A way of making room. Each may be run again and frees nothing then. */
export const CleanUpStrategy = Schema.Union(
  /** Erases what the preview showed: on a device that syncs the server does it, for all devices. */
  Schema.TaggedStruct("EmptyTrash", { until: Millis, upTo: Schema.NullOr(Version) }),
  Schema.TaggedStruct("DropEvents", {}),
  Schema.TaggedStruct("CompactFile", {}),
)
export type CleanUpStrategy = typeof CleanUpStrategy.Type

export const CleanUpResult = Schema.Struct({
  /** Chats and messages, or changes; 0 for the file. */
  rows: Count,
  bytes: Count,
})
export type CleanUpResult = typeof CleanUpResult.Type

/** Chats that nobody used for long, archived or not, the pinned ones excepted. */
export const OldChats = Schema.Struct({
  chatIds: Schema.Array(ChatId),
  /** Those of them that are in the list still. */
  listed: Schema.Array(ChatId),
  /** Of their texts. */
  bytes: Count,
})
export type OldChats = typeof OldChats.Type
