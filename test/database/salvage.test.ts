import type { SqlClient } from "@effect/sql"
import { assert, it } from "@effect/vitest"
import { Array as Arrays, Effect, FastCheck, Layer, Runtime } from "effect"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { salvage, type Salvaged } from "../../src/services/storage/Salvage.ts"
import { databaseFile, layerDisk, makeDisk } from "../support/disk.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { MemoryDatabase, TestBrowser } from "../support/platform.ts"

const chats = 20
const each = 40
const pageSize = 8192

/** Of every length, some of more than a page, and in more than one script. */
const textOf = (n: number) =>
  `${n} ${n % 2 === 0 ? "für dich 日本 " : "plain "}${"word ".repeat((n * 37) % 190)}${n % 97 === 0 ? "long ".repeat(9_000) : ""}`

const fill = Effect.gen(function* () {
  const { apply } = yield* Mutations
  for (let chat = 0; chat < chats; chat++) {
    const chatId = chatIdOf(chat)
    yield* apply([
      { _tag: "CreateChat", eventId: eventIdOf(chat), chatId, title: `Chat ${chat}` },
      ...Arrays.makeBy(each, (n) => ({
        _tag: "AddMessage" as const,
        eventId: eventIdOf(1_000 + chat * each + n),
        chatId,
        messageId: messageIdOf(chat * each + n),
        role: "user" as const,
        content: textOf(chat * each + n),
      })),
    ])
  }
  yield* apply([
    {
      _tag: "UpdateChat",
      eventId: eventIdOf(9_000),
      chatId: chatIdOf(3),
      patch: { title: "Renamed", pinned: true },
    },
  ])
})

/** The files as they lie on the disk: while the database is open the newest is in the log, and then all in one. */
const written = Effect.gen(function* () {
  const disk = makeDisk()
  const bytes = (name: string) => new Uint8Array(disk.files.get(name) ?? [])
  const open = yield* fill.pipe(
    Effect.zipRight(Effect.sync(() => ({ file: bytes(databaseFile), wal: bytes(`${databaseFile}-wal`) }))),
    Effect.provide(
      Layer.provide(
        LocalDatabase.layer,
        Layer.mergeAll(layerDisk(disk), TestBrowser, ErrorHandler.layer({ logging: false, cures: {} })),
      ),
    ),
  )
  return { open, closed: { file: bytes(databaseFile), wal: new Uint8Array() } }
})

const readIn = (file: Uint8Array, wal: Uint8Array) => Effect.provide(salvage(file, wal), MemoryDatabase)

const contentsOf = ({ messages }: Salvaged) => new Map(messages.map(({ content, id }) => [id, content]))
const allContents = new Map(Arrays.makeBy(chats * each, (n) => [messageIdOf(n), textOf(n)]))

it.effect("of a whole file everything is read, also what is still in the log", () =>
  Effect.gen(function* () {
    const { closed, open } = yield* written
    assert.isAbove(open.wal.length, 0)
    for (const { file, wal } of [closed, open]) {
      const found = yield* readIn(file, wal)
      assert.deepStrictEqual(contentsOf(found), allContents)
      assert.strictEqual(found.chats.length, chats)
      assert.strictEqual(found.unreadable, 0)
      const renamed = found.chats.find(({ id }) => id === chatIdOf(3))
      assert.deepStrictEqual([renamed?.title, renamed?.pinned], ["Renamed", true])
    }
  }),
)

it.effect("without its first page, which holds the schema, everything else is read", () =>
  Effect.gen(function* () {
    const { closed } = yield* written
    const file = closed.file.slice().fill(0, 0, pageSize)
    const found = yield* readIn(file, closed.wal)
    assert.deepStrictEqual(contentsOf(found), allContents)
    assert.strictEqual(found.chats.length, chats)
  }),
)

const noise = FastCheck.record({
  page: FastCheck.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  from: FastCheck.nat(pageSize - 1),
  bytes: FastCheck.uint8Array({ minLength: 1, maxLength: pageSize, size: "max" }),
})

it.effect("whatever is damaged, a page costs its own rows alone, and all others are read as they were", () =>
  Effect.gen(function* () {
    const { closed } = yield* written
    const pages = closed.file.length / pageSize
    const runPromise = Runtime.runPromise(yield* Effect.runtime<SqlClient.SqlClient>())
    yield* Effect.promise(() =>
      FastCheck.assert(
        FastCheck.asyncProperty(FastCheck.array(noise, { minLength: 1, maxLength: 4 }), async (all) => {
          const file = closed.file.slice()
          for (const { bytes, from, page } of all) {
            file.set(bytes.slice(0, pageSize - from), Math.floor(page * pages) * pageSize + from)
          }
          const read = contentsOf(await runPromise(salvage(file, closed.wal)))
          const whole = [...allContents].filter(([id, content]) => read.get(id) === content)
          // a page has room for at most this many of the shortest rows, and one lost page of a long text costs it
          assert.isAtLeast(whole.length, allContents.size - all.length * 60)
        }),
        { numRuns: 15 },
      ),
    )
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("of noise nothing is read, and nothing breaks", () =>
  Effect.gen(function* () {
    const bytes = FastCheck.sample(FastCheck.uint8Array({ minLength: 1, maxLength: 60_000, size: "max" }), {
      numRuns: 30,
      seed: 3,
    })
    for (const file of [new Uint8Array(), ...bytes]) {
      const found = yield* readIn(file, file)
      assert.deepStrictEqual([found.chats, found.messages], [[], []])
    }
  }),
)
