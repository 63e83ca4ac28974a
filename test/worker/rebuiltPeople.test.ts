import { assert, it } from "@effect/vitest"
import { Effect, Option, Stream } from "effect"
import { salvage } from "../../src/services/storage/Salvage.ts"
import { databaseFile, diskOf, makeDisk } from "../support/disk.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { MemoryDatabase } from "../support/platform.ts"
import { workerOn } from "../support/workerOnDisks.ts"

const pageSize = 8192

type Worker = Effect.Effect.Success<ReturnType<typeof workerOn>>
type Client = Worker["client"]

const ann = { email: "ann@example.com", password: "secret words" }
const ben = { email: "ben@example.com", password: "secret words" }

const write = (client: Client, n: number, title: string) =>
  client.mutate({
    mutations: [
      { _tag: "CreateChat", eventId: eventIdOf(n * 10), chatId: chatIdOf(n), title, createdAt: n },
      {
        _tag: "AddMessage",
        eventId: eventIdOf(n * 10 + 1),
        chatId: chatIdOf(n),
        messageId: messageIdOf(n),
        role: "user",
        content: `text of ${title}`,
      },
    ],
  })

/** What somebody did on a device, as a file whose schema is lost. */
const damagedAfter = <E>(did: (client: Client) => Effect.Effect<unknown, E>) =>
  Effect.gen(function* () {
    const disk = makeDisk()
    yield* Effect.scoped(Effect.flatMap(workerOn(disk), ({ client }) => did(client)))
    return diskOf(new Uint8Array(disk.files.get(databaseFile) ?? []).fill(0, 0, pageSize))
  })

const annOnly = damagedAfter((client) =>
  Effect.zipRight(client.account.signIn(ann), write(client, 1, "Ann's")),
)

const titlesOn = (client: Client) =>
  Effect.map(Stream.runHead(client.chats.watch({ shelf: "active", limit: 99 })), (list) =>
    Option.getOrThrow(list).chats.map(({ title }) => title),
  )

const accountOn = (client: Client) =>
  Effect.map(Stream.runHead(client.account.watch()), (account) => Option.getOrThrow(account))

const modeOn = (client: Client) =>
  Effect.map(Stream.runHead(client.cloud.config()), (config) => Option.getOrThrow(config).mode)

/** All texts in the newest file, whoever uses the device just now. */
const inFile = ({ disks }: Worker) =>
  Effect.gen(function* () {
    const files = (yield* disks)[0]?.files
    const bytes = (name: string) => new Uint8Array(files?.get(name) ?? [])
    const { chats, messages } = yield* salvage(bytes(databaseFile), bytes(`${databaseFile}-wal`))
    return [...chats.map(({ title }) => title), ...messages.map(({ content }) => content)].toSorted()
  }).pipe(Effect.provide(MemoryDatabase))

it.scoped("whoever signs in after a rebuild, the damaged file is not taken over again", () =>
  Effect.gen(function* () {
    const worker = yield* workerOn(yield* annOnly)
    const { client } = worker
    assert.deepStrictEqual(yield* titlesOn(client), ["Ann's"])
    const before = yield* inFile(worker)
    const { rebuilt } = yield* client.storage.status()
    yield* client.account.signOut({ wipe: false })
    yield* client.account.signIn(ben)
    assert.deepStrictEqual(yield* titlesOn(client), [])
    assert.deepStrictEqual(yield* inFile(worker), before)
    assert.deepStrictEqual((yield* client.storage.status()).rebuilt, rebuilt)
    yield* client.account.signIn(ann)
    assert.deepStrictEqual(yield* titlesOn(client), ["Ann's"])
    assert.deepStrictEqual(yield* inFile(worker), before)
    assert.strictEqual((yield* worker.disks).length, 2)
  }),
)

it.scoped("a wipe after a rebuild takes the damaged file along, and nothing of it comes back", () =>
  Effect.gen(function* () {
    const worker = yield* workerOn(yield* annOnly)
    assert.strictEqual((yield* worker.disks).length, 2)
    yield* worker.client.account.signOut({ wipe: true })
    assert.strictEqual((yield* worker.disks).length, 1)
    yield* worker.renew
    assert.deepStrictEqual(yield* titlesOn(worker.client), [])
    assert.deepStrictEqual(yield* inFile(worker), [])
    assert.isNull((yield* worker.client.storage.status()).rebuilt)
    assert.isNull((yield* accountOn(worker.client)).email)
  }),
)

it.scoped("of several people's chats only those of one are taken, and they stay that account's", () =>
  Effect.gen(function* () {
    const both = yield* damagedAfter((client) =>
      Effect.gen(function* () {
        yield* client.account.signIn(ann)
        yield* write(client, 1, "Ann's")
        yield* write(client, 2, "Ann's too")
        yield* client.account.signIn(ben)
        yield* write(client, 3, "Ben's")
        // whose chat is the newest does not matter where it can be read who used the device last
        yield* client.account.signIn(ann)
      }),
    )
    const worker = yield* workerOn(both)
    const { client } = worker
    assert.sameMembers([...(yield* titlesOn(client))], ["Ann's", "Ann's too"])
    assert.notInclude(yield* inFile(worker), "text of Ben's")
    assert.deepInclude((yield* client.storage.status()).rebuilt, { chats: 2, messages: 2, others: 1 })
    assert.deepInclude(yield* accountOn(client), { email: ann.email, signedIn: false })
    assert.strictEqual(yield* modeOn(client), "hybrid")
    yield* client.account.signIn(ben)
    assert.deepStrictEqual(yield* titlesOn(client), [])
    yield* client.account.signIn(ann)
    assert.strictEqual((yield* titlesOn(client)).length, 2)
  }),
)

it.scoped("who kept their chats on the device alone does so after a rebuild too", () =>
  Effect.gen(function* () {
    const local = yield* damagedAfter((client) =>
      Effect.gen(function* () {
        yield* client.account.signIn(ann)
        yield* write(client, 1, "Ann's")
        yield* client.cloud.setMode({ mode: "local-only" })
      }),
    )
    const { client } = yield* workerOn(local)
    assert.strictEqual(yield* modeOn(client), "local-only")
    yield* client.account.signIn(ann)
    assert.strictEqual(yield* modeOn(client), "local-only")
  }),
)
