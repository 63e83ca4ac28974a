import { Option, Schema } from "effect"
import { DraftKey, draftLock, TabId } from "../../domain/Draft.ts"
import { journal } from "./journal.ts"

const Kept = Schema.parseJson(Schema.Struct({ tab: TabId, key: DraftKey, text: Schema.String }))

/** This page. After a reload it is another one. */
export const tab = TabId.make(crypto.randomUUID())

/** What was in the field when this tab was reloaded, and as what it was there. */
export const kept = Option.getOrNull(Schema.decodeOption(Kept)(journal.takeKept("draft") ?? ""))

/** For the page that comes after a reload. */
export const keepForReload = (key: DraftKey, text: string): void =>
  journal.keep("draft", text === "" ? null : JSON.stringify({ tab, key, text }))

/** Says to other tabs that this one has a draft, until it is released or the tab ends in any way. */
export const holdDraft = (key: DraftKey, as: TabId = tab): (() => void) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  navigator.locks.request(draftLock(key, as), { mode: "shared" }, () => released).catch(() => {})
  return release
}
