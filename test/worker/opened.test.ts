import { assert, it } from "@effect/vitest"
import { Chunk, Effect, Option, Queue, Stream } from "effect"
import { StorageCorrupt, StorageUnavailable } from "../../src/domain/errors/StorageErrors.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { contentsOf, databaseFile, diskOf, makeDisk } from "../support/disk.ts"
import { chatIdOf, eventIdOf, tabOf } from "../support/ids.ts"
import { workerOn } from "../support/workerOnDisks.ts"

const chatId = chatIdOf(0)
const createChat = (n: number): MutationInput => ({
  _tag: "CreateChat",
  eventId: eventIdOf(n),
  chatId: chatIdOf(n),
  title: `Chat ${n}`,
})

const garbage = () => diskOf(new TextEncoder().encode("x".repeat(20_000)))

it.scoped("while the database does not open every call fails with the reason", () =>
  Effect.gen(function* () {
    const { client } = yield* workerOn(garbage())
    const failures = yield* Effect.all(
      [
        Effect.flip(client.mutate({ mutations: [createChat(0)] })),
        Effect.flip(Stream.runHead(client.chats.watch({ shelf: "active", limit: 1 }))),
        Effect.flip(Stream.runHead(client.messages.watch({ chatId, anchor: null, before: 1, after: 0 }))),
        Effect.flip(client.drafts.adopt({ key: "new", tab: tabOf(0) })),
        Effect.flip(client.search.find({ text: "x", limit: 1 })),
        Effect.flip(Stream.runHead(client.device.watch())),
        Effect.flip(client.storage.status()),
        Effect.flip(client.debug.facts()),
        Effect.flip(Stream.runHead(client.debug.exportJson())),
        Effect.flip(client.storage.recover({ action: "retry" })),
      ],
      { concurrency: "unbounded" },
    )
    for (const failure of failures) assert.instanceOf(failure, StorageCorrupt)
  }),
)

it.scoped(
  "a damaged file can be saved, set aside unchanged, and is followed by an empty one that works",
  () =>
    Effect.gen(function* () {
      const damaged = garbage()
      const before = contentsOf(damaged)
      const { client, disks } = yield* workerOn(damaged)
      const saved = yield* Stream.runCollect(client.storage.exportRaw({ of: "present", part: "file" }))
      assert.deepStrictEqual(Chunk.unsafeHead(saved), damaged.files.get(databaseFile))
      yield* client.storage.recover({ action: "set-aside" })
      assert.deepStrictEqual(yield* client.mutate({ mutations: [createChat(0)] }), ["applied"])
      assert.strictEqual((yield* disks).length, 2)
      assert.deepStrictEqual(contentsOf(damaged), before)
      // the call may be sent again to the next leader: it must not set aside what works
      yield* client.storage.recover({ action: "set-aside" })
      assert.strictEqual((yield* disks).length, 2)
      assert.deepStrictEqual(yield* client.mutate({ mutations: [createChat(0)] }), ["duplicate"])
    }),
)

it.scoped("a file that was mended opens with a retry", () =>
  Effect.gen(function* () {
    const disk = garbage()
    const { client } = yield* workerOn(disk)
    disk.files.delete(databaseFile)
    yield* client.storage.recover({ action: "retry" })
    assert.deepStrictEqual(yield* client.mutate({ mutations: [createChat(0)] }), ["applied"])
  }),
)

it.scoped(
  "a file that breaks while it is open fails the call with the reason, and nothing stays broken after it",
  () =>
    Effect.gen(function* () {
      const disk = makeDisk()
      const { client } = yield* workerOn(disk)
      yield* client.mutate({ mutations: [createChat(0)] })
      disk.refusal = 10
      const failure = yield* Effect.flip(client.mutate({ mutations: [createChat(1)] }))
      assert.instanceOf(failure, StorageUnavailable)
      disk.refusal = undefined
      assert.deepStrictEqual(yield* client.mutate({ mutations: [createChat(0), createChat(1)] }), [
        "duplicate",
        "applied",
      ])
    }),
)

it.scoped("a live query goes on when the database was opened anew", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    const { client } = yield* workerOn(disk)
    const titles = yield* Queue.unbounded<ReadonlyArray<string>>()
    yield* client.chats.watch({ shelf: "active", limit: 9 }).pipe(
      Stream.runForEach(({ chats }) => titles.offer(chats.map(({ title }) => title))),
      Effect.forkScoped,
    )
    assert.deepStrictEqual(yield* titles.take, [])
    yield* client.mutate({ mutations: [createChat(0)] })
    assert.deepStrictEqual(yield* titles.take, ["Chat 0"])
    disk.refusal = 10
    yield* Effect.flip(client.mutate({ mutations: [createChat(1)] }))
    disk.refusal = undefined
    yield* client.mutate({ mutations: [createChat(2)] })
    yield* Effect.repeat(titles.take, { until: (it) => it.includes("Chat 2") })
  }),
)

type Client = Effect.Effect.Success<ReturnType<typeof workerOn>>["client"]

const titlesOf = (client: Client) =>
  Effect.map(Stream.runHead(client.chats.watch({ shelf: "active", limit: 9 })), (list) =>
    Option.getOrThrow(list)
      .chats.map(({ title }) => title)
      .toSorted(),
  )

it.scoped(
  "without the file one goes on in memory, and what was written comes along when it opens again",
  () =>
    Effect.gen(function* () {
      const whole = makeDisk()
      yield* Effect.scoped(
        Effect.flatMap(workerOn(whole), ({ client }) => client.mutate({ mutations: [createChat(0)] })),
      )
      const bytes = whole.files.get(databaseFile) ?? new Uint8Array()
      const disk = garbage()
      const damaged = contentsOf(disk)
      const { client } = yield* workerOn(disk)
      yield* client.storage.recover({ action: "in-memory" })
      assert.strictEqual((yield* client.storage.status()).kind, "temporary")
      yield* client.mutate({ mutations: [createChat(1)] })
      // the call may be sent again, and what it opened the first time stays
      yield* client.storage.recover({ action: "in-memory" })
      assert.deepStrictEqual(yield* titlesOf(client), ["Chat 1"])

      assert.instanceOf(yield* Effect.flip(client.storage.recover({ action: "retry" })), StorageCorrupt)
      assert.deepStrictEqual(yield* titlesOf(client), ["Chat 1"])
      assert.deepStrictEqual(contentsOf(disk), damaged)

      disk.files.set(databaseFile, bytes)
      yield* client.storage.recover({ action: "retry" })
      assert.strictEqual((yield* client.storage.status()).kind, "opfs")
      assert.deepStrictEqual(yield* titlesOf(client), ["Chat 0", "Chat 1"])
      assert.deepStrictEqual(yield* client.mutate({ mutations: [createChat(1)] }), ["duplicate"])
    }),
)

it.scoped(
  "what is in memory stays there when the services on it are made anew, and comes along to an empty file",
  () =>
    Effect.gen(function* () {
      const { client, disks, renew } = yield* workerOn(garbage())
      yield* client.storage.recover({ action: "in-memory" })
      yield* client.mutate({ mutations: [createChat(1)] })
      yield* renew
      assert.deepStrictEqual(yield* titlesOf(client), ["Chat 1"])
      yield* client.storage.recover({ action: "set-aside" })
      assert.strictEqual((yield* disks).length, 2)
      assert.strictEqual((yield* client.storage.status()).kind, "opfs")
      assert.deepStrictEqual(yield* titlesOf(client), ["Chat 1"])
    }),
)
