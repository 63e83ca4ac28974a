import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck, Schema } from "effect"
import { Mutation, targetOf } from "../../src/domain/Mutation.ts"
import { touchedBy } from "../../src/domain/QueryKey.ts"
import { EntityType, Operation } from "../../src/domain/SyncEvent.ts"

const mutation = Arbitrary.make(Mutation)
const json = Schema.parseJson(Mutation)

it("the samples hold every kind of mutation", () => {
  const tags = new Set(FastCheck.sample(mutation, { numRuns: 500, seed: 1 }).map(({ _tag }) => _tag))
  assert.strictEqual(tags.size, Mutation.members.length)
})

it.prop("a mutation is read from JSON as it was written", [mutation], ([it]) => {
  const read = Schema.decodeSync(json)(Schema.encodeSync(json)(it))
  // an absent field and an undefined one are the same in JSON
  assert.deepStrictEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(it)))
  assert.strictEqual(read._tag, it._tag)
})

it.prop("every mutation is recorded under what it changes", [mutation], ([it]) => {
  const { entityType, entityId, operation } = targetOf(it)
  assert.isTrue(Schema.is(EntityType)(entityType))
  assert.isTrue(Schema.is(Operation)(operation))
  assert.include(Object.values(it), entityId)
  assert.strictEqual(
    operation === "create",
    it._tag === "CreateChat" || it._tag === "AddMessage" || it._tag === "KeepConflict",
  )
})

it.prop("Q1: a mutation touches no key of another chat, and the history always", [mutation], ([it]) => {
  const keys = touchedBy(it)
  const named = keys.flatMap((key) => (key.includes(":") ? [key.slice(key.indexOf(":") + 1)] : []))
  assert.deepStrictEqual(
    named.filter((id) => !("chatId" in it) || id !== it.chatId),
    [],
  )
  assert.include(keys, "events")
})
