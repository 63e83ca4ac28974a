import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Arbitrary, Effect, FastCheck, type Layer, Option, Schema } from "effect"
import { Chat } from "../../src/domain/Chat.ts"
import { Conflict } from "../../src/domain/Conflict.ts"
import { Device } from "../../src/domain/Device.ts"
import type { StorageError } from "../../src/domain/errors/StorageErrors.ts"
import { Message } from "../../src/domain/Message.ts"
import { ConflictId, DeviceId, UserId } from "../../src/domain/Ids.ts"
import { type Clocks, type FieldVersions, Millis, unseen, Version } from "../../src/domain/Scalars.ts"
import { Timestamp } from "../../src/domain/Timestamp.ts"
import { SyncConfig } from "../../src/domain/SyncConfig.ts"
import { SyncEvent } from "../../src/domain/SyncEvent.ts"
import { User } from "../../src/domain/User.ts"
import { SyncConfigRepo } from "../../src/services/account/SyncConfigRepo.ts"
import { UserRepo } from "../../src/services/account/UserRepo.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { DeviceRepo } from "../../src/services/device/DeviceRepo.ts"
import { ConflictRepo } from "../../src/services/journal/ConflictRepo.ts"
import { SyncEventRepo } from "../../src/services/journal/SyncEventRepo.ts"
import { chatIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { count } from "../support/tables.ts"

/** `activeAt` is derived on each device and so is no part of the entity. */
const ChatRecord = Schema.Struct({ ...Chat.fields, activeAt: Millis })

/** What every repository can do. Methods, so that a repository of narrower ids still is one. */
interface Repo<A> {
  insert(rows: ReadonlyArray<A>): Effect.Effect<void, StorageError>
  byId(id: string): Effect.Effect<Option.Option<A>, StorageError>
  update(row: A): Effect.Effect<void, StorageError>
  remove(id: string): Effect.Effect<void, StorageError>
  page(query: {
    readonly after: string | null
    readonly limit: number
  }): Effect.Effect<ReadonlyArray<A>, StorageError>
}

type Services = Layer.Layer.Success<typeof TestApp>

const event = Arbitrary.make(SyncEvent).map((it): SyncEvent => ({
  ...it,
  number: 1 + (it.number % 1_000_000),
}))

/** Registers of fields that there are: no object holds one named `__proto__`. */
const registered = <A extends { readonly clocks: Clocks; readonly versions: FieldVersions }>(
  rows: FastCheck.Arbitrary<A>,
) => {
  const of = <V>(value: FastCheck.Arbitrary<V>) =>
    FastCheck.dictionary(FastCheck.constantFrom("title", "content"), value)
  return FastCheck.tuple(rows, of(Arbitrary.make(Timestamp)), of(Arbitrary.make(Version))).map(
    ([row, clocks, versions]): A => ({ ...row, clocks: { ...clocks }, versions: { ...versions } }),
  )
}

layer(TestApp)("a repository", (it) => {
  const suite = <A extends object>(
    entity: string,
    row: FastCheck.Arbitrary<A>,
    repository: Effect.Effect<Repo<A>, never, Services>,
    idOf: (row: A) => string,
    options: { readonly withId: (row: A, id: A) => A; readonly selector?: (row: A) => string },
  ) => {
    const rows = FastCheck.uniqueArray(row, {
      minLength: 3,
      maxLength: 8,
      selector: options.selector ?? idOf,
    })

    it.effect.prop(
      `of a ${entity} reads what was written, changes and deletes one row and no other`,
      [rows],
      ([[spare, ...rest]]) =>
        Effect.gen(function* () {
          const repo = yield* repository
          for (const old of yield* repo.page({ after: null, limit: 1_000 })) yield* repo.remove(idOf(old))
          yield* repo.insert(rest)
          const [first, ...others] = rest
          if (first === undefined || spare === undefined) return
          for (const it of rest) assert.deepStrictEqual(yield* repo.byId(idOf(it)), Option.some(it))
          assert.strictEqual((yield* Effect.flip(repo.insert([first])))._tag, "QueryFailed")

          const changed = options.withId(spare, first)
          yield* repo.update(changed)
          assert.deepStrictEqual(yield* repo.byId(idOf(first)), Option.some(changed))
          yield* repo.remove(idOf(first))
          yield* repo.update(changed)
          assert.deepStrictEqual(yield* repo.byId(idOf(first)), Option.none())

          const inOrder = others.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
          assert.deepStrictEqual(yield* repo.page({ after: null, limit: 1_000 }), inOrder)
          const [least] = inOrder
          if (least === undefined) return
          assert.deepStrictEqual(yield* repo.page({ after: idOf(least), limit: 2 }), inOrder.slice(1, 3))
        }),
      { fastCheck: { numRuns: 15 } },
    )
  }

  suite("user", registered(Arbitrary.make(User)), UserRepo, ({ id }) => id, {
    withId: (row, { id }) => ({ ...row, id }),
  })
  suite("chat", registered(Arbitrary.make(ChatRecord)), ChatRepo, ({ id }) => id, {
    withId: (row, { id }) => ({ ...row, id }),
  })
  suite("message", registered(Arbitrary.make(Message)), MessageRepo, ({ id }) => id, {
    withId: (row, { id }) => ({ ...row, id }),
  })
  suite("sync event", event, SyncEventRepo, ({ id }) => id, {
    withId: (row, { id }) => ({ ...row, id }),
    selector: ({ number }) => String(number),
  })
  suite("device", registered(Arbitrary.make(Device)), DeviceRepo, ({ id }) => id, {
    withId: (row, { id }) => ({ ...row, id }),
  })
  suite("sync config", registered(Arbitrary.make(SyncConfig)), SyncConfigRepo, ({ userId }) => userId, {
    withId: (row, { userId }) => ({ ...row, userId }),
  })
  suite("conflict", registered(Arbitrary.make(Conflict)), ConflictRepo, ({ id }) => id, {
    withId: (row, { id }) => ({ ...row, id }),
  })

  it.effect("takes more rows than one statement has room for, all or none of them in a transaction", () =>
    Effect.gen(function* () {
      const repo = yield* UserRepo
      const base = { email: null, name: "x", image: null, createdAt: 0, updatedAt: 0, ...unseen }
      const many = Array.from({ length: 1_234 }, (_, n) => ({ ...base, id: UserId.make(chatIdOf(n)) }))
      const sql = yield* SqlClient.SqlClient
      const before = yield* count("user")
      const twice = [...many, ...many.slice(-1)]
      yield* Effect.flip(sql.withTransaction(repo.insert(twice)))
      assert.strictEqual(yield* count("user"), before)
      yield* repo.insert(many)
      yield* repo.insert([])
      assert.strictEqual(yield* count("user"), before + 1_234)
    }),
  )

  it.effect.prop(
    "gives every row once by its pages, whatever others come and go between them",
    [
      FastCheck.uniqueArray(FastCheck.nat(500), { minLength: 1, maxLength: 40, size: "max" }),
      FastCheck.array(FastCheck.record({ comes: FastCheck.boolean(), n: FastCheck.nat(500) }), {
        maxLength: 40,
        size: "max",
      }),
      FastCheck.integer({ min: 1, max: 9 }),
    ],
    ([stay, passing, limit]) =>
      Effect.gen(function* () {
        const repo = yield* ConflictRepo
        for (const old of yield* repo.page({ after: null, limit: 1_000 })) yield* repo.remove(old.id)
        const rowOf = (n: number): Conflict => ({
          id: ConflictId.make(chatIdOf(n, n)),
          userId: UserId.make(chatIdOf(0)),
          deviceId: DeviceId.make(chatIdOf(1)),
          entityType: "chat",
          entityId: "x",
          field: "title",
          localValue: "a",
          cloudValue: "b",
          baseValue: null,
          createdAt: 0,
          resolvedAt: null,
          resolution: null,
          ...unseen,
        })
        yield* repo.insert(stay.map(rowOf))
        const others = passing.filter(({ n }) => !stay.includes(n))
        const seen: Array<string> = []
        for (let page = yield* repo.page({ after: null, limit }); page.length > 0;) {
          seen.push(...page.map(({ id }) => id))
          for (const { comes, n } of others.splice(0, 3)) {
            yield* comes ? Effect.ignore(repo.insert([rowOf(n)])) : repo.remove(rowOf(n).id)
          }
          page = yield* repo.page({ after: ConflictId.make(seen.at(-1) ?? ""), limit })
        }
        assert.strictEqual(new Set(seen).size, seen.length)
        assert.includeMembers(
          seen,
          stay.map((n) => rowOf(n).id),
        )
        assert.deepStrictEqual(seen, seen.toSorted())
      }),
    { fastCheck: { numRuns: 30 } },
  )
})
