import { Schema } from "effect"
import { ChatId } from "./Ids.ts"
import { Millis } from "./Scalars.ts"
import { LongText } from "./Text.ts"

/** A chat's composer, or that of the chat which does not exist yet. */
export const DraftKey = Schema.Union(ChatId, Schema.Literal("new"))
export type DraftKey = typeof DraftKey.Type

/** Text that was typed and not sent. Kept on this device only. */
export const Draft = Schema.Struct({ key: DraftKey, content: LongText, updatedAt: Millis })
export type Draft = typeof Draft.Type
