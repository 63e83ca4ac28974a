import { ImportId } from "../../domain/Ids.ts"
import type { ImportRecord } from "../../domain/transfer/Import.ts"
import { everyday, now } from "./sample.ts"
import type { Group, Scenario } from "./Scenario.ts"
import { press } from "./steps.ts"
import type { Answers } from "./scriptedClient.ts"

const page = (name: string, title: string, more: Answers = {}, act?: () => Promise<void>): Scenario => ({
  name:
    act === undefined && Object.keys(more).length === 0
      ? name
      : `${name}-${title.toLowerCase().replaceAll(" ", "-")}`,
  title,
  path: `/settings/${name}`,
  answers: { ...everyday, ...more },
  ...(act === undefined ? {} : { act }),
})

const counts = { added: 212, grown: 3, known: 40, messages: 4_310, skipped: 2 }

const done: ImportRecord = {
  id: ImportId.make("i".padEnd(21, "0")),
  startedAt: now - 3_600_000,
  endedAt: now - 3_500_000,
  undoneAt: null,
  files: ["conversations.zip"],
  counts,
  skipped: [
    { file: "conversations.zip", title: "Untitled", reason: "no-messages" },
    { file: "conversations.zip", title: null, reason: "broken" },
  ],
}

export const settingsStates: Group = {
  title: "Settings",
  scenarios: [
    page("general", "General"),
    page("appearance", "Appearance"),
    page("providers", "Providers"),
    page("providers", "No provider", { "providers.watch": () => [] }),
    page("shortcuts", "Shortcuts"),
    page("data", "Data"),
    page("data", "Imports", {
      "transfer.imports": () => [done, { ...done, id: ImportId.make("j".padEnd(21, "0")), undoneAt: now }],
    }),
    page("data", "Half imported", { "transfer.imports": () => [{ ...done, endedAt: null }] }),
    page("about", "About"),
    page("debug", "Debug"),
    page(
      "debug",
      "Integrity",
      { "debug.checkIntegrity": () => ({ problems: ["row 12 missing from index"] }) },
      () => press("Check integrity"),
    ),
  ],
}
