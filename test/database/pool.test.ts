import { assert, it } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, Either, FastCheck, Layer } from "effect"
import { vi } from "vitest"
import type { SqliteModule as Module } from "wa-sqlite"
import { layerOpen } from "../../src/services/database/Database.ts"
import { migrate } from "../../src/services/database/Migrations.ts"
import { PoolVfs } from "../../src/services/database/PoolVfs.ts"
import { poolPragmas } from "../../src/services/database/pragmas.ts"
import { withStorageErrors } from "../../src/services/database/storageErrorOf.ts"
import { SqliteModule } from "../../src/services/database/SqliteModule.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"
import { copyOf, type Folder, header, makeFolder, storageOf } from "../support/poolFolder.ts"

/** https://sqlite.org/rescode.html and https://sqlite.org/c3ref/open.html */
const code = { ok: 0, full: 13, shortRead: 522 }
const openFlags = 0x2 | 0x4 | 0x100

/** For the cases in which SQLite itself does nothing. */
const oneModule = Effect.runSync(
  Effect.cached(
    Effect.flatMap(SqliteModule, ({ sync }) => sync).pipe(Effect.provide(SqliteModuleNode.layer)),
  ),
)

const openPool = (folder: Folder, module: Module) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      vi.stubGlobal("navigator", { storage: storageOf(folder) })
      const vfs = new PoolVfs("pool", module)
      await vfs.isReady()
      return vfs
    }),
    (vfs) =>
      Effect.promise(async () => {
        await vfs.close()
        vi.unstubAllGlobals()
      }),
  )

type Step =
  | { readonly op: "write"; readonly file: number; readonly at: number; readonly length: number }
  | { readonly op: "read"; readonly file: number; readonly at: number; readonly length: number }
  | { readonly op: "truncate"; readonly file: number; readonly at: number }
  | { readonly op: "sync" | "size" | "reopen"; readonly file: number }
  | { readonly op: "room"; readonly left: number; readonly throws: boolean }

const file = FastCheck.constantFrom(1, 2)
/** Close together, so that stretches touch, overlap and leave holes. */
const at = FastCheck.nat(12).map((n) => n * 1_000)
const length = FastCheck.oneof(FastCheck.constantFrom(24, 1_000, 1_024, 2_000), {
  weight: 1,
  arbitrary: FastCheck.constant(600_000),
})
const only = <const Op extends string>(...ops: ReadonlyArray<Op>) => FastCheck.constantFrom(...ops)

const step: FastCheck.Arbitrary<Step> = FastCheck.oneof(
  { weight: 8, arbitrary: FastCheck.record({ op: only("write"), file, at, length }) },
  { weight: 4, arbitrary: FastCheck.record({ op: only("read"), file, at, length }) },
  { weight: 1, arbitrary: FastCheck.record({ op: only("truncate"), file, at }) },
  { weight: 3, arbitrary: FastCheck.record({ op: only("sync", "size", "reopen"), file }) },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      op: only("room"),
      left: FastCheck.oneof(FastCheck.nat(5_000), FastCheck.constant(10_000_000)),
      throws: FastCheck.boolean(),
    }),
  },
)

const grown = (bytes: Uint8Array, size: number) => {
  const all = new Uint8Array(Math.max(bytes.length, size))
  all.set(bytes)
  return all
}

/** A step against the pool and against what a file would be that never runs out of room. */
const play = (vfs: PoolVfs, folder: Folder, files: Map<number, Uint8Array>, it: Step, n: number) => {
  if (it.op === "room") {
    const used = Array.from(folder.files.values()).reduce((sum, bytes) => sum + bytes.length, 0)
    folder.room = used + it.left
    folder.refuses = it.throws ? "by throwing" : "by writing less"
    return
  }
  const bytes = files.get(it.file) ?? new Uint8Array()
  const size = new DataView(new ArrayBuffer(8))
  switch (it.op) {
    case "write": {
      const data = new Uint8Array(it.length).fill(1 + (n % 255))
      const said = vfs.jWrite(it.file, data, it.at)
      assert.include([code.ok, code.full], said)
      // what the memory holds later is another thing
      data.fill(0)
      if (said !== code.ok) return
      const after = grown(bytes, it.at + it.length)
      after.fill(1 + (n % 255), it.at, it.at + it.length)
      files.set(it.file, after)
      return
    }
    case "read": {
      const data = new Uint8Array(it.length).fill(77)
      const said = vfs.jRead(it.file, data, it.at)
      const wanted = grown(bytes.subarray(it.at), it.length).subarray(0, it.length)
      assert.isTrue(Buffer.from(data).equals(wanted))
      // in a hole, which is all zeros, a file may be said to have ended
      const endsInHole = wanted.at(-1) === 0
      if (!endsInHole) assert.strictEqual(said, code.ok)
      else assert.include([code.ok, code.shortRead], said)
      return
    }
    case "truncate": {
      // SQLite only ever makes a file shorter
      const shorter = Math.min(it.at, bytes.length)
      assert.strictEqual(vfs.jTruncate(it.file, shorter), code.ok)
      files.set(it.file, bytes.slice(0, shorter))
      return
    }
    case "size": {
      const said = vfs.jFileSize(it.file, size)
      assert.include([code.ok, code.full], said)
      if (said === code.ok) assert.strictEqual(Number(size.getBigInt64(0, true)), bytes.length)
      return
    }
    case "sync": {
      const said = vfs.jSync(it.file, 0)
      assert.include([code.ok, code.full], said)
      if (said !== code.ok) return
      // it lies there now, whatever happens to this process
      const there = Array.from(folder.files.values(), (all) => Buffer.from(all.subarray(header)))
      assert.isTrue(bytes.length === 0 || there.some((content) => content.equals(bytes)))
      return
    }
    case "reopen": {
      folder.room = Number.POSITIVE_INFINITY
      assert.strictEqual(vfs.jClose(it.file), code.ok)
      assert.strictEqual(vfs.jOpen(`/file-${it.file}`, it.file, openFlags, size), code.ok)
    }
  }
}

it.scoped.prop(
  "what the pool accepted it gives back and writes down, however often the disk was full in between",
  [FastCheck.array(step, { maxLength: 60, size: "max" })],
  ([steps]) =>
    Effect.gen(function* () {
      const folder = makeFolder()
      const vfs = yield* openPool(folder, yield* oneModule)
      const files = new Map<number, Uint8Array>()
      const outFlags = new DataView(new ArrayBuffer(4))
      for (const id of [1, 2]) assert.strictEqual(vfs.jOpen(`/file-${id}`, id, openFlags, outFlags), code.ok)
      for (const [n, it] of steps.entries()) play(vfs, folder, files, it, n)
      folder.room = Number.POSITIVE_INFINITY
      for (const op of ["size", "sync"] as const) {
        for (const id of [1, 2]) play(vfs, folder, files, { op, file: id }, 0)
      }
      for (const id of [1, 2]) {
        const length = Math.max(1, files.get(id)?.length ?? 0)
        play(vfs, folder, files, { op: "read", file: id, at: 0, length }, 0)
      }
    }),
  { fastCheck: { numRuns: 200 }, timeout: 60_000 },
)

/** Opened as in a browser: one connection, a write-ahead log, every commit flushed. */
const layerPool = (folder: Folder) =>
  Layer.unwrapEffect(
    Effect.map(SqliteModule, ({ sync }) =>
      layerOpen({
        kind: "opfs",
        vfsName: "pool",
        module: sync,
        synchronous: true,
        vfs: (module) => openPool(folder, module),
        file: "/openchat.db",
        pragmas: poolPragmas,
      }),
    ),
  ).pipe(Layer.provide(SqliteModuleNode.layer))

/** With the tables in it: the migrations take longer than a case. */
const migrated = Effect.runSync(
  Effect.cached(
    Effect.gen(function* () {
      const folder = makeFolder()
      yield* Effect.provide(migrate(), layerPool(folder))
      return folder
    }),
  ),
)

const note = (n: number, size: number) =>
  Effect.flatMap(
    SqlClient.SqlClient,
    (sql) =>
      sql`INSERT INTO draft (draft_key, content, updated_at) VALUES (${`${n}`}, ${"x".repeat(size)}, 0)`,
  )
const notes = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  Effect.map(sql<{ key: string }>`SELECT draft_key AS key FROM draft ORDER BY rowid`, (rows) =>
    rows.map(({ key }) => Number(key)),
  ),
)
const isWhole = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  assert.deepStrictEqual(yield* sql`PRAGMA integrity_check`, [{ integrity_check: "ok" }])
})

const write = FastCheck.record({
  /** Bytes that are still free when it begins. */
  left: FastCheck.option(FastCheck.nat(60_000), { nil: Number.POSITIVE_INFINITY }),
  throws: FastCheck.boolean(),
  size: FastCheck.constantFrom(10, 9_000, 40_000),
})

it.effect.prop(
  "S1: on a disk that is full again and again each change is there or is not, and the database stays whole",
  [FastCheck.array(write, { minLength: 1, maxLength: 25, size: "max" }), FastCheck.boolean()],
  ([writes, isCut]) =>
    Effect.gen(function* () {
      const folder = copyOf(yield* migrated)
      const confirmed: Array<number> = []
      const left = yield* Effect.gen(function* () {
        for (const [n, { left, size, throws }] of writes.entries()) {
          const used = Array.from(folder.files.values()).reduce((sum, bytes) => sum + bytes.length, 0)
          folder.room = used + left
          folder.refuses = throws ? "by throwing" : "by writing less"
          const done = yield* Effect.either(note(n, size))
          if (Either.isRight(done)) confirmed.push(n)
          // a reader sees what was confirmed, also while there is no room
          assert.deepStrictEqual(yield* notes, confirmed)
        }
        // as if the power went here
        const now = copyOf(folder)
        folder.room = Number.POSITIVE_INFINITY
        yield* note(1_000, 10)
        assert.deepStrictEqual(yield* notes, [...confirmed, 1_000])
        yield* isWhole
        return now
      }).pipe(Effect.provide(layerPool(folder)))

      yield* Effect.gen(function* () {
        yield* isWhole
        const there = yield* notes
        if (!isCut) return assert.deepStrictEqual(there, [...confirmed, 1_000])
        assert.includeMembers(there, confirmed)
        // the last one may have been whole on the disk before its end found no room
        const last = Math.max(-1, ...confirmed)
        for (const n of there) assert.isTrue(confirmed.includes(n) || n > last)
      }).pipe(Effect.provide(layerPool(isCut ? left : folder)))
    }),
  { fastCheck: { numRuns: 25 }, timeout: 60_000 },
)

it.effect("a change for which there is no room is StorageFull, and the next one needs nothing but room", () =>
  Effect.gen(function* () {
    const folder = copyOf(yield* migrated)
    yield* Effect.gen(function* () {
      yield* note(1, 10)
      for (const refuses of ["by throwing", "by writing less"] as const) {
        folder.refuses = refuses
        folder.room = 0
        const error = yield* Effect.flip(note(2, 40_000).pipe(withStorageErrors))
        assert.strictEqual(error._tag, "StorageFull")
        assert.deepStrictEqual(yield* notes, [1])
      }
      folder.room = Number.POSITIVE_INFINITY
      yield* note(2, 40_000)
      assert.deepStrictEqual(yield* notes, [1, 2])
    }).pipe(Effect.provide(layerPool(folder)))
  }),
)
