import { Schema } from "effect"
import { ChatId } from "./Ids.ts"
import { Millis } from "./Scalars.ts"
import { LongText } from "./Text.ts"

/** A chat's composer, or that of the chat which does not exist yet. */
export const DraftKey = Schema.Union(ChatId, Schema.Literal("new"))
export type DraftKey = typeof DraftKey.Type

/** A page for as long as it is open. Empty for what was typed before tabs had drafts. */
export const TabId = Schema.String.pipe(Schema.maxLength(64), Schema.brand("TabId"))
export type TabId = typeof TabId.Type

/** Held by a tab for as long as it has text for this composer. */
export const draftLock = (key: DraftKey, tab: TabId): string => `openchat-draft:${key}:${tab}`

/** The tabs that hold such a lock. @param held names of locks of any kind */
export const tabsIn = (key: DraftKey, held: ReadonlyArray<string>): ReadonlyArray<TabId> => {
  const prefix = draftLock(key, TabId.make(""))
  return held.filter((name) => name.startsWith(prefix)).map((name) => TabId.make(name.slice(prefix.length)))
}

/** Text that was typed in a tab and not sent. Kept on this device only. */
export const Draft = Schema.Struct({ key: DraftKey, tab: TabId, content: LongText, updatedAt: Millis })
export type Draft = typeof Draft.Type
