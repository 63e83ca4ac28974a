import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck, Schema } from "effect"
import { Chat } from "../../src/domain/Chat.ts"
import { DeviceId } from "../../src/domain/Ids.ts"
import { Mutation, targetOf } from "../../src/domain/Mutation.ts"
import { Version } from "../../src/domain/Scalars.ts"
import { changeOf, written } from "../../src/domain/sync/changes.ts"
import { resolve } from "../../src/domain/sync/resolve.ts"
import { formatTimestamp, millisOf, Timestamp } from "../../src/domain/Timestamp.ts"

const names = ["title", "model", "systemPrompt", "pinned", "archived", "folder"] as const
const name = FastCheck.constantFrom(...names)

/** Registers of fields that there are: no object holds one named `__proto__`. */
const chat = FastCheck.tuple(
  Arbitrary.make(Chat),
  FastCheck.dictionary(name, Arbitrary.make(Timestamp), { noNullPrototype: true }),
  FastCheck.dictionary(name, Arbitrary.make(Version), { noNullPrototype: true }),
).map(([row, clocks, versions]): Chat => ({ ...row, clocks, versions }))

const patch = Arbitrary.make(Chat.pick(...names))
const timestamp = Arbitrary.make(Timestamp)
const through = FastCheck.subarray([...names])
const outcome = FastCheck.constantFrom("applied" as const, "merged" as const, "conflict" as const)

const stamps = <A>(fields: ReadonlyArray<string>, value: A) =>
  Object.fromEntries(fields.map((field) => [field, value]))

it("a change writes the fields that the verdict lets through, and no other", () => {
  FastCheck.assert(
    FastCheck.property(chat, patch, through, outcome, timestamp, (row, fields, names, said, stamp) => {
      const verdict = { outcome: said, written: names, revived: false, lost: [] }
      const after = written<Chat>(row, fields, verdict, stamp, 7)
      const kept = new Map(Object.entries(fields).filter(([field]) => names.some((it) => it === field)))
      const { clocks, updatedAt, version, versions, ...rest } = after
      const { clocks: _c, updatedAt: _u, version: _v, versions: _s, ...before } = row
      assert.deepStrictEqual(rest, { ...before, ...Object.fromEntries(kept) })
      assert.strictEqual(version, 7)
      assert.deepStrictEqual(clocks, { ...row.clocks, ...stamps(names, stamp) })
      assert.deepStrictEqual(versions, { ...row.versions, ...stamps(names, 7) })
      assert.strictEqual(updatedAt, names.length > 0 ? millisOf(stamp) : row.updatedAt)
    }),
  )
})

it("C1: a change that revives takes the tombstone away, and stamps it as changed", () => {
  FastCheck.assert(
    FastCheck.property(chat, patch, through, timestamp, (row, fields, names, stamp) => {
      const verdict = { outcome: "merged" as const, written: names, revived: true, lost: [] }
      const after = written<Chat>({ ...row, deletedAt: 5 }, fields, verdict, stamp, 7)
      assert.deepStrictEqual(
        [after.deletedAt, after.clocks["deletedAt"], after.versions["deletedAt"], after.updatedAt],
        [null, stamp, 7, millisOf(stamp)],
      )
    }),
  )
})

it("S5: a change that a device foresees has its clock, and no version of the server's", () => {
  FastCheck.assert(
    FastCheck.property(chat, patch, through, timestamp, (row, fields, names, stamp) => {
      const verdict = { outcome: "applied" as const, written: names, revived: false, lost: [] }
      const after = written<Chat>(row, fields, verdict, stamp, null)
      assert.deepStrictEqual([after.version, after.versions], [row.version, row.versions])
      assert.deepStrictEqual(after.clocks, { ...row.clocks, ...stamps(names, stamp) })
    }),
  )
})

it("S10: a row of ciphertext is merged as the row of plain text is", () => {
  const sealed = (fields: object) =>
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { sealed: value }]))
  /** As the server does it, wherever the values come from. */
  const merged = (row: Chat, values: object, fields: object, stamp: Timestamp) => {
    const { clocks, deletedAt, version, versions } = row
    const verdict = resolve(
      { entityType: "chat", deleted: deletedAt !== null, clocks, versions },
      {
        kind: "write",
        fields: Object.keys(fields),
        timestamp: stamp,
        baseVersion: 1,
        deviceId: DeviceId.make("d".repeat(21)),
        othersSince: true,
      },
    )
    const held = { ...values, deletedAt, clocks, version, versions }
    return { verdict, row: written<typeof held>(held, fields, verdict, stamp, version + 1) }
  }
  const valuesOf = ({ folder, model, pinned, title }: Pick<Chat, (typeof names)[number]>) => ({
    folder,
    model,
    pinned,
    title,
  })
  FastCheck.assert(
    FastCheck.property(chat, patch, timestamp, (row, change, stamp) => {
      const plain = merged(row, valuesOf(row), valuesOf(change), stamp)
      const cipher = merged(row, sealed(valuesOf(row)), sealed(valuesOf(change)), stamp)
      assert.deepStrictEqual(cipher.verdict, plain.verdict)
      const { clocks, deletedAt, version, versions, ...values } = plain.row
      assert.deepInclude(cipher.row, { ...sealed(values), clocks, deletedAt, version, versions })
    }),
  )
})

const stampOf = (millis: number) => formatTimestamp({ millis, counter: 0 }, DeviceId.make("d".repeat(21)))

it("a mutation that changes a row says of which kind it is, and only those that make one are none", () => {
  FastCheck.assert(
    FastCheck.property(Arbitrary.make(Mutation), FastCheck.nat(), (mutation, millis) => {
      const change = changeOf(mutation, stampOf(millis))
      const makes = ["CreateChat", "AddMessage", "KeepConflict"].includes(mutation._tag)
      assert.strictEqual(change === null, makes)
      if (change !== null) assert.strictEqual(change.entity, targetOf(mutation).entityType)
      if (change !== null && "deletedAt" in change.fields) {
        assert.strictEqual(change.fields.deletedAt, change.kind === "delete" ? millis : null)
      }
    }),
  )
})

it("a mutation changes the fields that it names, and of a person never the address", () => {
  const of = (input: typeof Mutation.Encoded) =>
    changeOf(Schema.decodeSync(Mutation)(input), stampOf(9))?.fields
  const [eventId, id] = ["e".repeat(21), "i".repeat(21)]
  assert.deepStrictEqual(of({ _tag: "UpdateChat", eventId, chatId: id, patch: { title: "t" } }), {
    title: "t",
  })
  assert.deepStrictEqual(
    of({ _tag: "UpdateUser", eventId, userId: id, patch: { name: "n", email: "e@example.com" } }),
    { name: "n" },
  )
  assert.deepStrictEqual(of({ _tag: "RenameDevice", eventId, deviceId: id, name: "n" }), { name: "n" })
  assert.deepStrictEqual(of({ _tag: "ResolveConflict", eventId, conflictId: id, resolution: "merge" }), {
    resolution: "merge",
    resolvedAt: 9,
  })
})
