import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck } from "effect"
import { readFileSync } from "node:fs"
import { AppError, cureOf, describe } from "../../src/domain/errors/AppError.ts"

const guide = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8")

/** What the guide says below the heading of each error. */
const sectionByTag = new Map(
  guide
    .split(/^#{1,2} /m)
    .flatMap((part) => part.split(/^### /m).slice(1))
    .map((section) => {
      const [tag = "", ...lines] = section.split("\n")
      return [tag.trim(), lines] as const
    }),
)

const sectionOf = (tag: string): ReadonlyArray<string> => sectionByTag.get(tag) ?? []

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** A quoted line of the guide, in which `…` stands for anything. */
const quotes = (tag: string) =>
  sectionOf(tag)
    .filter((line) => line.startsWith("> "))
    .map((line) => new RegExp(`^${line.slice(2).split("…").map(escaped).join(".*")}$`, "s"))

const cures = (tag: string) => sectionOf(tag).find((line) => line.startsWith("**Cure:**")) ?? ""

const tags = AppError.members.flatMap((group) => group.members.map((error) => error._tag))

/** Enough that every kind of error comes up, with each of its reasons. */
const samples = FastCheck.sample(Arbitrary.make(AppError), { numRuns: 2_000, seed: 1 })

it("the guide explains every error and no other", () => {
  assert.sameMembers([...sectionByTag.keys()], tags)
})

it("the samples hold every error", () => {
  assert.sameMembers([...new Set(samples.map((error) => error._tag))], tags)
})

it.each(tags)("the guide has the sentences and the cures of %s", (tag) => {
  for (const error of samples.filter((sample) => sample._tag === tag)) {
    assert.isTrue(
      quotes(tag).some((quote) => quote.test(error.message)),
      error.message,
    )
    assert.include(cures(tag), `\`${cureOf(error)}\``)
  }
})

it("the guide has what a person is told to do for every cure", () => {
  for (const error of samples) {
    const advice = describe(error).slice(error.message.length + 1)
    assert.match(guide, new RegExp(`^\\| \`${cureOf(error)}\` +\\| ${escaped(advice)} *\\|$`, "m"))
  }
})

it.each(tags)("%s is described in whole sentences", (tag) => {
  for (const error of samples.filter((sample) => sample._tag === tag)) {
    const text = describe(error)
    assert.isAbove(text.length, error.message.length + 1)
    assert.match(text, /^[A-Z].*\.$/s)
    assert.notMatch(text, /undefined|NaN|\[object/)
  }
})
