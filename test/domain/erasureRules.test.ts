import { assert, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { DeviceId } from "../../src/domain/Ids.ts"
import type { Clocks } from "../../src/domain/Scalars.ts"
import { hasErased, keptFields, without } from "../../src/domain/sync/erasure.ts"
import { erasedText } from "../../src/domain/Text.ts"
import { formatTimestamp } from "../../src/domain/Timestamp.ts"

const fields = ["title", "systemPrompt"] as const
const device = DeviceId.make("d".repeat(21))

const text = FastCheck.constantFrom("Tea", "Coffee", erasedText)
const clock = FastCheck.constantFrom(1, 2, 3).map((millis) => formatTimestamp({ millis, counter: 0 }, device))
const clocks: FastCheck.Arbitrary<Clocks> = FastCheck.dictionary(
  FastCheck.constantFrom(...fields, "pinned"),
  clock,
)
const row = FastCheck.record({ title: text, systemPrompt: FastCheck.option(text), clocks })

/** What a server makes of a row that it erases. */
const erasedRow = (of: { readonly systemPrompt: string | null; readonly clocks: Clocks }) => ({
  title: erasedText,
  systemPrompt: of.systemPrompt === null ? null : erasedText,
  clocks: without(of.clocks, fields),
})

it.prop("S11: what is in use keeps every text that was erased, and nothing waits for", [row], ([here]) => {
  const there = erasedRow(here)
  const kept = keptFields(here, there, there, fields, true)
  const typed = fields.filter((field) => here[field] !== null && here[field] !== erasedText)
  assert.deepStrictEqual(kept, typed)
  const rewritten = { ...there, title: "Rewritten" }
  assert.notInclude(keptFields(here, there, rewritten, fields, true), "title")
})

it.prop("what is in the trash keeps none, and is known to have lost them", [row], ([here]) => {
  const there = erasedRow(here)
  assert.deepStrictEqual(keptFields(here, there, there, fields, false), [])
  const typed = fields.some((field) => here[field] !== null && here[field] !== erasedText)
  assert.strictEqual(hasErased(here, there, fields), typed)
})

it.prop("what somebody wrote, even that word, is no erasure", [row, row, clock], ([here, there, at]) => {
  const title = formatTimestamp({ millis: 9, counter: 0 }, DeviceId.make("o".repeat(21)))
  const written = { ...there, clocks: { ...there.clocks, title, systemPrompt: title } }
  assert.deepStrictEqual(keptFields(here, written, written, fields, true), [])
  assert.isFalse(hasErased(here, written, fields))
  // the compaction leaves the clocks as they are
  const compacted = { title: erasedText, systemPrompt: null, clocks: { title: at } }
  const known = { ...here, title: "Tea", clocks: { title: at } }
  assert.deepStrictEqual(keptFields(known, compacted, compacted, fields, true), ["title"])
})
