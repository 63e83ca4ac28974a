import { Schema } from "effect"
import { ChatId } from "./Ids.ts"
import { Millis } from "./Scalars.ts"
import { LongText } from "./Text.ts"

/** A chat's composer, or that of the chat which does not exist yet. */
export const DraftKey = Schema.Union(ChatId, Schema.Literal("new"))
export type DraftKey = typeof DraftKey.Type

/** A tab of the page for as long as it is open, over reloads too. Empty for what was typed before tabs had drafts. */
export const TabId = Schema.String.pipe(Schema.maxLength(64), Schema.brand("TabId"))
export type TabId = typeof TabId.Type

/** Text that was typed in a tab and not sent. Kept on this device only. */
export const Draft = Schema.Struct({ key: DraftKey, tab: TabId, content: LongText, updatedAt: Millis })
export type Draft = typeof Draft.Type
