import { FastCheck, Schema } from "effect"
import { expect, test } from "vitest"
import { ProviderDraft } from "../../src/domain/assistant/Provider.ts"
import { ProviderId } from "../../src/domain/Ids.ts"
import { presets } from "../../src/ui/providers/presets.ts"
import {
  draftOf,
  entryOfPreset,
  entryOfRow,
  entryProblems,
  keyProblem,
  type ProviderEntry,
} from "../../src/ui/providers/providerEntry.ts"

const id = ProviderId.make("provider0000000000000")

const entry: ProviderEntry = {
  kind: "openai",
  name: "Mine",
  baseUrl: "http://localhost:11434/v1",
  model: "",
  temperature: "",
  topP: "",
  maxTokens: "",
  contextTokens: "8192",
}

test("every preset is right as it is, but for what nobody else can know", () => {
  for (const preset of presets) {
    const wrong = Object.keys(entryProblems(entryOfPreset(preset)))
    expect(wrong).toEqual(preset.name === "Other" ? ["name", "baseUrl"] : [])
  }
})

test.each([
  [{ name: " " }, "name", "Give it a name."],
  [{ baseUrl: "" }, "baseUrl", "Type the address of the provider."],
  [{ baseUrl: "localhost:11434" }, "baseUrl", "The address does not begin with http:// or https://."],
  [{ temperature: "2.1" }, "temperature", "Type a number from 0 to 2."],
  [{ topP: "much" }, "topP", "Type a number from 0 to 1."],
  [{ maxTokens: "1.5" }, "maxTokens", "Type a whole number from 1 to 1,000,000."],
  [{ contextTokens: "" }, "contextTokens", "Type how much the model reads."],
])("%j is wrong, and its field says so", (typed, field, sentence) => {
  expect(entryProblems({ ...entry, ...typed })).toEqual({ [field]: sentence })
})

test("what is typed is saved as it is meant, and comes back as it was", () => {
  const draft = draftOf(id, { ...entry, name: " Mine ", model: " m ", temperature: "0,7", maxTokens: "0100" })
  expect(draft).toEqual({
    id,
    kind: "openai",
    name: "Mine",
    baseUrl: "http://localhost:11434/v1",
    model: "m",
    parameters: { temperature: 0.7, maxTokens: 100, contextTokens: 8_192 },
  })
  const row = { ...draft, models: [], createdAt: 0, chosenAt: 0, keyEnding: null }
  expect(draftOf(id, entryOfRow(row))).toEqual(draft)
})

test("whatever is typed and has no problems is taken by the worker", () => {
  const typed = FastCheck.record({
    name: FastCheck.constantFrom("Mine", " Mine\t", "\u{1f600}"),
    baseUrl: FastCheck.oneof(
      FastCheck.webUrl(),
      FastCheck.constantFrom("HTTP://A", " http://[::1]:1/v1/ ", "http:a", "https://a/ b"),
    ),
    model: FastCheck.constantFrom("", " ", "org/model:7b"),
    temperature: FastCheck.constantFrom("", "0", "1,5", " 2 ", "1e-3", "-0", "NaN", "3"),
    topP: FastCheck.constantFrom("", "0", "0.1", "1", "Infinity"),
    maxTokens: FastCheck.constantFrom("", "1", "1e3", "1000000", "1.5", "0x10"),
    contextTokens: FastCheck.constantFrom("256", "8192.0", "1e7", "255"),
  })
  let taken = 0
  FastCheck.assert(
    FastCheck.property(typed, (it) => {
      const all = { ...entry, ...it }
      if (Object.keys(entryProblems(all)).length > 0) return
      taken += 1
      expect(Schema.is(ProviderDraft)(draftOf(id, all))).toBe(true)
    }),
    { numRuns: 1_000 },
  )
  expect(taken).toBeGreaterThan(50)
})

test("a key with something in it that no header takes is refused before it is sent", () => {
  expect(keyProblem(" sk-proj-09_az.~ \n")).toBeUndefined()
  for (const key of ["sk a", "sk-…", "ключ"]) expect(keyProblem(key)).toContain("no key has")
})
