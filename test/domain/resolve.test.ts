import { assert, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { DeviceId } from "../../src/domain/Ids.ts"
import type { Clocks, FieldVersions } from "../../src/domain/Scalars.ts"
import { written } from "../../src/domain/sync/changes.ts"
import { type Incoming, resolve, type Target } from "../../src/domain/sync/resolve.ts"
import { formatTimestamp, isLater, type Timestamp } from "../../src/domain/Timestamp.ts"

const [here, there] = [DeviceId.make("h".repeat(21)), DeviceId.make("t".repeat(21))]

const at = (millis: number, device: DeviceId): Timestamp => formatTimestamp({ millis, counter: 0 }, device)

const names = ["title", "model", "pinned", "folder"] as const

/** Close to each other, so that ties come up. */
const time = FastCheck.nat(3)

/** A row as a server holds it: its values do not matter here, so it has those of a chat. */
interface Row {
  readonly version: number
  readonly clocks: Clocks
  readonly versions: FieldVersions
  readonly deletedAt: number | null
  readonly [field: string]: unknown
}

interface Change {
  readonly kind: Incoming["kind"]
  readonly fields: Readonly<Record<string, unknown>>
  readonly timestamp: Timestamp
  readonly device: DeviceId
}

const start: Row = {
  version: 1,
  clocks: {},
  versions: {},
  deletedAt: null,
  title: "base",
  content: "base",
  model: null,
  pinned: false,
  folder: null,
}

/** What a server does with changes that were all made on the first version of a row, in the order they arrive. */
const arrived = (entityType: Target["entityType"], changes: ReadonlyArray<Change>) => {
  const verdicts: Array<ReturnType<typeof resolve>> = []
  let row = start
  for (const [index, { device, fields, kind, timestamp }] of changes.entries()) {
    const target = {
      entityType,
      deleted: row.deletedAt !== null,
      clocks: row.clocks,
      versions: row.versions,
    }
    const verdict = resolve(target, {
      kind,
      fields: Object.keys(fields),
      timestamp,
      baseVersion: 1,
      deviceId: device,
      othersSince: changes.slice(0, index).some((before) => before.device !== device),
    })
    verdicts.push(verdict)
    row = written<Row>(row, fields, verdict, timestamp, index + 2)
  }
  return { row, verdicts, last: verdicts.at(-1) }
}

const valuesOf = ({ clocks: _clocks, version: _version, versions: _versions, ...values }: Row) => values

const write = (device: DeviceId, millis: number, fields: Readonly<Record<string, unknown>>): Change => ({
  kind: "write",
  fields,
  timestamp: at(millis, device),
  device,
})
const deletion = (device: DeviceId, millis: number): Change => ({
  kind: "delete",
  fields: { deletedAt: millis },
  timestamp: at(millis, device),
  device,
})

const patchBy = (device: DeviceId) =>
  FastCheck.tuple(time, FastCheck.subarray([...names], { minLength: 1 })).map(([millis, fields]) =>
    write(device, millis, Object.fromEntries(fields.map((field) => [field, `${field} of ${device}`]))),
  )

const target = FastCheck.record({
  deleted: FastCheck.boolean(),
  clocks: FastCheck.dictionary(
    FastCheck.constantFrom(...names, "deletedAt", "content"),
    FastCheck.tuple(time, FastCheck.constantFrom(here, there)).map(([millis, device]) => at(millis, device)),
    { noNullPrototype: true },
  ),
  versions: FastCheck.dictionary(
    FastCheck.constantFrom(...names, "deletedAt", "content"),
    FastCheck.integer({ min: 1, max: 4 }),
    { noNullPrototype: true },
  ),
})

it("C0: a device's own earlier change is never in conflict with its next one, whatever had been seen", () => {
  FastCheck.assert(
    FastCheck.property(FastCheck.array(patchBy(here), { minLength: 1, maxLength: 5 }), (changes) => {
      const { row, verdicts } = arrived("chat", changes)
      for (const [index, verdict] of verdicts.entries()) {
        const fields = Object.keys(changes[index]?.fields ?? {})
        assert.deepStrictEqual(verdict, { outcome: "applied", written: fields, revived: false, lost: [] })
      }
      const expected = Object.assign({}, ...changes.map(({ fields }) => fields))
      assert.deepStrictEqual(valuesOf(row), { ...valuesOf(start), ...expected })
    }),
  )
})

it("C0: a change of what its device had seen loses nothing and overrides nothing unseen", () => {
  FastCheck.assert(
    FastCheck.property(
      target,
      FastCheck.subarray([...names]),
      time,
      FastCheck.constantFrom("chat" as const, "message" as const),
      (row, fields, millis, entityType) => {
        const newest = Math.max(1, ...Object.values(row.versions))
        const verdict = resolve(
          { ...row, entityType },
          {
            kind: "write",
            fields: [...fields, "content"],
            timestamp: at(millis, here),
            baseVersion: newest,
            deviceId: here,
            othersSince: false,
          },
        )
        assert.deepStrictEqual(verdict, {
          outcome: "applied",
          written: [...fields, "content"],
          revived: false,
          lost: [],
        })
      },
    ),
  )
})

it("C0: a change that was not seen is in conflict also if its clock is the older one", () => {
  const { last, row } = arrived("chat", [
    write(here, 2, { title: "late" }),
    write(there, 1, { title: "old" }),
  ])
  assert.deepStrictEqual(last, {
    outcome: "conflict",
    written: [],
    revived: false,
    lost: [{ field: "title", loser: "local" }],
  })
  assert.strictEqual(row["title"], "late")
})

it("C2, C3: two concurrent changes end the same whichever arrives second: both fields, the later clock", () => {
  FastCheck.assert(
    FastCheck.property(patchBy(here), patchBy(there), (a, b) => {
      const expected = { ...valuesOf(start) }
      const [older, later] = isLater(a.timestamp, b.timestamp) ? [b, a] : [a, b]
      Object.assign(expected, older.fields, later.fields)
      const [one, other] = [arrived("chat", [a, b]), arrived("chat", [b, a])]
      assert.deepStrictEqual(valuesOf(one.row), expected)
      assert.deepStrictEqual(valuesOf(other.row), expected)
      assert.deepStrictEqual(one.row.clocks, other.row.clocks)
      // S7: what both wrote, and nothing else, is logged, by whichever side it lost
      const both = Object.keys(a.fields).filter((field) => field in b.fields)
      for (const { last } of [one, other]) {
        assert.sameMembers(
          (last?.lost ?? []).map(({ field }) => field),
          both,
        )
      }
      const loserOf = (second: Change) => (isLater(second.timestamp, a.timestamp) ? "cloud" : "local")
      assert.isTrue(one.last?.lost.every(({ loser }) => loser === loserOf(b)))
    }),
  )
})

it("C3: the outcome says which side gave way", () => {
  const [old, late] = [write(here, 1, { title: "old" }), write(there, 2, { title: "late" })]
  assert.strictEqual(arrived("chat", [old, late]).last?.outcome, "merged")
  assert.strictEqual(arrived("chat", [late, old]).last?.outcome, "conflict")
  assert.strictEqual(arrived("chat", [old, write(there, 2, { model: "m" })]).last?.outcome, "merged")
  assert.strictEqual(arrived("chat", [late]).last?.outcome, "applied")
})

it("C3: of two changes of the same millisecond the greater device wins, whichever arrives second", () => {
  const [a, b] = [write(here, 1, { title: "of h" }), write(there, 1, { title: "of t" })]
  assert.strictEqual(arrived("chat", [a, b]).row["title"], "of t")
  assert.strictEqual(arrived("chat", [b, a]).row["title"], "of t")
})

it("C1: a deletion and an edit that did not know of each other leave the edit, whichever arrives second", () => {
  FastCheck.assert(
    FastCheck.property(
      patchBy(here),
      time,
      FastCheck.constantFrom("chat" as const, "message" as const),
      (edit, millis, entityType) => {
        const gone = deletion(there, millis)
        const [late, early] = [arrived(entityType, [gone, edit]), arrived(entityType, [edit, gone])]
        const expected = { ...valuesOf(start), ...edit.fields }
        assert.deepStrictEqual(valuesOf(late.row), expected)
        assert.deepStrictEqual(valuesOf(early.row), expected)
        // S7
        assert.deepInclude(late.last, { revived: true, lost: [{ field: "deletedAt", loser: "cloud" }] })
        assert.deepInclude(early.last, {
          outcome: "conflict",
          lost: [{ field: "deletedAt", loser: "local" }],
        })
      },
    ),
  )
})

it("C1: a deletion that knew of every change holds, and an edit of what was seen deleted does not undo it", () => {
  const gone = arrived("chat", [write(here, 1, { title: "x" }), deletion(here, 2)])
  assert.deepInclude(gone.last, { outcome: "applied", written: ["deletedAt"] })
  assert.strictEqual(gone.row.deletedAt, 2)
  const renamed = resolve(
    {
      entityType: "chat",
      deleted: true,
      clocks: { deletedAt: at(1, there) },
      versions: { deletedAt: 2 },
    },
    {
      kind: "write",
      fields: ["title"],
      timestamp: at(2, here),
      baseVersion: 2,
      deviceId: here,
      othersSince: false,
    },
  )
  assert.deepStrictEqual(renamed, { outcome: "applied", written: ["title"], revived: false, lost: [] })
})

it("C1: an edit of a row that was deleted and restored meanwhile revives nothing", () => {
  const restoration: Change = { ...deletion(there, 2), kind: "restore", fields: { deletedAt: null } }
  const { last, row } = arrived("chat", [deletion(there, 1), restoration, write(here, 3, { title: "x" })])
  assert.deepStrictEqual(last, { outcome: "merged", written: ["title"], revived: false, lost: [] })
  assert.deepStrictEqual([row.deletedAt, row.clocks["deletedAt"]], [null, restoration.timestamp])
})

it("C1: two deletions are one, and a restoration always restores", () => {
  const twice = arrived("message", [deletion(here, 1), deletion(there, 2)])
  assert.deepStrictEqual(twice.last, { outcome: "merged", written: [], revived: false, lost: [] })
  assert.strictEqual(twice.row.deletedAt, 1)
  const restored = arrived("message", [
    deletion(here, 1),
    { ...deletion(there, 2), kind: "restore", fields: { deletedAt: null } },
  ])
  assert.deepInclude(restored.last, { outcome: "merged", written: ["deletedAt"], lost: [] })
  assert.strictEqual(restored.row.deletedAt, null)
})

it("C4: of two contents of a message the one that the server has stands, whatever the clocks say", () => {
  FastCheck.assert(
    FastCheck.property(time, time, (first, second) => {
      const changes = [write(here, first, { content: "first" }), write(there, second, { content: "second" })]
      const { last, row } = arrived("message", changes)
      assert.strictEqual(row["content"], "first")
      assert.deepStrictEqual(last, {
        outcome: "conflict",
        written: [],
        revived: false,
        lost: [{ field: "content", loser: "local" }],
      })
    }),
  )
})

it("C4: only the content of a message is decided by place: its other fields and a chat's go by the clock", () => {
  const of = (fields: Readonly<Record<string, unknown>>) => [write(here, 1, fields), write(there, 2, fields)]
  assert.deepInclude(arrived("message", of({ model: "m" })).last, { written: ["model"] })
  assert.deepInclude(arrived("chat", of({ content: "c" })).last, { written: ["content"] })
})
