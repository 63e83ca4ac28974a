import { assert, it } from "@effect/vitest"
import { Array as Arrays, Context, Effect, Option, Stream } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import type { LocalDatabase } from "../../src/services/LocalDatabase.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { contentsOf, databaseFile, diskOf, makeDisk } from "../support/disk.ts"
import type { Disk } from "../support/DiskVfs.ts"
import { chatIdOf, eventIdOf, messageIdOf, tabOf } from "../support/ids.ts"
import { workerOn } from "../support/workerOnDisks.ts"

const pageSize = 8192
const chats = 6
const each = 40

const textOf = (n: number) => `message ${n} ${"word ".repeat((n * 37) % 190)}`

const addMessage = (n: number) => ({
  _tag: "AddMessage" as const,
  eventId: eventIdOf(1_000 + n),
  chatId: chatIdOf(Math.floor(n / each)),
  messageId: messageIdOf(n),
  role: "user" as const,
  content: textOf(n),
})

type Client = Effect.Effect.Success<ReturnType<typeof workerOn>>["client"]

const fill = Effect.fnUntraced(function* (client: Client) {
  for (let n = 0; n < chats; n++) {
    const create: MutationInput = {
      _tag: "CreateChat",
      eventId: eventIdOf(n),
      chatId: chatIdOf(n),
      title: `Chat ${n}`,
    }
    yield* client.mutate({ mutations: [create, ...Arrays.makeBy(each, (at) => addMessage(n * each + at))] })
  }
  yield* client.mutate({
    mutations: [
      {
        _tag: "UpdateChat",
        eventId: eventIdOf(100),
        chatId: chatIdOf(1),
        patch: { title: "Renamed", pinned: true },
      },
      { _tag: "DeleteChat", eventId: eventIdOf(101), chatId: chatIdOf(2) },
      {
        _tag: "DeleteMessage",
        eventId: eventIdOf(102),
        chatId: chatIdOf(3),
        messageId: messageIdOf(3 * each + 5),
      },
    ],
  })
  yield* client.drafts.put({ key: chatIdOf(4), tab: tabOf(0), content: "not sent yet" })
})

/** A database that was filled and closed. */
const filled = Effect.gen(function* () {
  const disk = makeDisk()
  yield* Effect.scoped(Effect.flatMap(workerOn(disk), ({ client }) => fill(client)))
  return new Uint8Array(disk.files.get(databaseFile) ?? [])
})

const withoutFirstPage = (bytes: Uint8Array) => diskOf(bytes.slice().fill(0, 0, pageSize))

const titlesOn = (client: Client, shelf: "active" | "trash") =>
  Effect.map(Stream.runHead(client.chats.watch({ shelf, limit: 99 })), (list) =>
    Option.getOrThrow(list)
      .chats.map(({ title }) => title)
      .toSorted(),
  )

const textsIn = (client: Client, chat: number) =>
  Effect.map(
    Stream.runHead(client.messages.watch({ chatId: chatIdOf(chat), anchor: null, before: 99, after: 0 })),
    (window) => Option.getOrThrow(window).messages.map(({ content }) => content),
  )

const problemsOf = (services: Context.Context<LocalDatabase>) =>
  Effect.map(Context.get(services, Integrity).check, ({ problems }) => problems)

const textsOf = (chat: number) => Arrays.makeBy(each, (n) => textOf(chat * each + n))

const isWhole = (worker: Effect.Effect.Success<ReturnType<typeof workerOn>>) =>
  Effect.gen(function* () {
    const { client, services } = worker
    assert.deepStrictEqual(yield* titlesOn(client, "active"), [
      "Chat 0",
      "Chat 3",
      "Chat 4",
      "Chat 5",
      "Renamed",
    ])
    assert.deepStrictEqual(yield* titlesOn(client, "trash"), ["Chat 2"])
    assert.deepStrictEqual(yield* textsIn(client, 0), textsOf(0))
    assert.deepStrictEqual(
      yield* textsIn(client, 3),
      textsOf(3).filter((_, n) => n !== 5),
    )
    assert.strictEqual(yield* client.drafts.adopt({ key: chatIdOf(4), tab: tabOf(1) }), "not sent yet")
    assert.deepStrictEqual(yield* problemsOf(yield* services), [])
  })

it.scoped("a file whose schema is lost is kept, and everything in it is there again", () =>
  Effect.gen(function* () {
    const damaged = withoutFirstPage(yield* filled)
    const before = contentsOf(damaged)
    const worker = yield* workerOn(damaged)
    yield* isWhole(worker)
    const disks = yield* worker.disks
    assert.strictEqual(disks.length, 2)
    assert.deepStrictEqual(contentsOf(damaged), before)

    const { rebuilt } = yield* worker.client.storage.status()
    assert.deepInclude(rebuilt, { aside: "former", chats, messages: chats * each, unreadable: 0 })
    yield* worker.client.storage.dismissRebuilt()
    assert.isNull((yield* worker.client.storage.status()).rebuilt)
    // once, and not again with every opening
    const more: MutationInput = {
      ...addMessage(each),
      messageId: messageIdOf(9_000),
      eventId: eventIdOf(9_000),
    }
    yield* worker.client.mutate({ mutations: [more] })
    yield* worker.renew
    assert.strictEqual((yield* textsIn(worker.client, 1)).length, each + 1)
    assert.isNull((yield* worker.client.storage.status()).rebuilt)
  }),
)

it.scoped("wherever the power goes while it is taken over, the next start takes all of it", () =>
  Effect.gen(function* () {
    const bytes = yield* filled
    const powerOf = (power: number): Disk => ({ ...makeDisk(), power })
    for (const power of [0, 1, 3, 8, 20, 50, 120, 300, 600]) {
      const damaged = withoutFirstPage(bytes)
      const next = powerOf(power)
      yield* Effect.scoped(workerOn(next, damaged))
      next.power = Number.POSITIVE_INFINITY
      yield* Effect.scoped(Effect.flatMap(workerOn(next, damaged), isWhole))
    }
  }),
)

it.scoped(
  "what follows a lost message follows the one before it, and a lost chat is made anew for its messages",
  () =>
    Effect.gen(function* () {
      const bytes = yield* filled
      const pageOfChats = Math.floor(Buffer.from(bytes).indexOf("Renamed") / pageSize)
      const others = Arrays.range(1, bytes.length / pageSize - 1).filter((page) => page % 9 === 2)
      for (const page of [pageOfChats, ...others]) {
        // the schema is lost too, so that it does not open
        const damaged = withoutFirstPage(bytes.slice().fill(0xff, page * pageSize, (page + 1) * pageSize))
        yield* Effect.scoped(
          Effect.gen(function* () {
            const { client, services } = yield* workerOn(damaged)
            assert.deepStrictEqual(yield* problemsOf(yield* services), [])
            const shown = yield* Effect.forEach([0, 1, 4, 5], (chat) => Effect.option(textsIn(client, chat)))
            const { rebuilt } = yield* client.storage.status()
            const lost = chats * each - (rebuilt?.messages ?? 0)
            const there = shown.flatMap(Option.getOrElse(() => []))
            // one page is lost, and nothing that was read is hidden by it
            assert.isAtLeast(there.length, 4 * each - lost)
          }),
        )
      }
    }),
)

it.scoped("damage that is met while the database is open is cured, and the call is answered", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    const { client, disks, renew, services } = yield* workerOn(disk)
    yield* fill(client)
    yield* renew
    const bytes = disk.files.get(databaseFile) ?? new Uint8Array()
    // a leaf with a text of the chat that nothing has read since the file was opened
    const page = Math.floor(Buffer.from(bytes).indexOf(textOf(5 * each + 39)) / pageSize)
    bytes.fill(0xff, page * pageSize, (page + 1) * pageSize)
    const hits = yield* client.search.find({ text: "message", limit: 200 })
    assert.strictEqual((yield* disks).length, 2)
    assert.isAbove(hits.length, 0)
    assert.deepStrictEqual(yield* problemsOf(yield* services), [])
    const { rebuilt } = yield* client.storage.status()
    assert.isBelow(rebuilt?.messages ?? 0, chats * each)
    assert.deepStrictEqual(yield* textsIn(client, 0), textsOf(0))
  }),
)
