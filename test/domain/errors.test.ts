import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { errorGuide } from "../../scripts/docs/errorGuide.ts"
import { errorsPage } from "../../scripts/docs/errorsPage.ts"
import { AppError, cureOf, describe } from "../../src/domain/errors/AppError.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const tags = AppError.members.flatMap((group) => group.members.map((error) => error._tag))

/** Enough that every kind of error comes up, with each of its reasons. */
const samples = FastCheck.sample(Arbitrary.make(AppError), { numRuns: 2_000, seed: 1 })
const samplesOf = (tag: string) => samples.filter((sample) => sample._tag === tag)

it("the guide is what the schemas make of it: `npm run docs` writes it anew", () => {
  assert.strictEqual(readFileSync(join(root, "docs/errors.md"), "utf8"), errorsPage())
})

it("the samples hold every error", () => {
  assert.sameMembers([...new Set(samples.map((error) => error._tag))], tags)
})

/** Which of its sentences and cures an error has, where there are several. */
const kindOf = (error: AppError): string => {
  if (error._tag === "ProtocolTooOld") return error.side
  return error._tag === "StorageUnavailable" || error._tag === "AccountRefused" ? error.reason : ""
}

it.each(tags)("the guide has an example of every kind of %s", (tag) => {
  const explained = errorGuide[tag].examples.map((error) => `${kindOf(error)} ${cureOf(error)}`)
  for (const error of samplesOf(tag)) assert.include(explained, `${kindOf(error)} ${cureOf(error)}`)
})

it.each(tags)("%s is described in whole sentences", (tag) => {
  for (const error of samplesOf(tag)) {
    const text = describe(error)
    assert.isAbove(text.length, error.message.length + 1)
    assert.match(text, /^[A-Z].*\.$/s)
    assert.notMatch(text, /undefined|NaN|\[object/)
  }
})

const source = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
  .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))

it.each(tags)("%s is raised somewhere", (tag) => {
  assert.isTrue(source.some((text) => text.includes(`new ${tag}(`)))
})
