import { assert, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { SyncConfigRepo } from "../../src/services/account/SyncConfigRepo.ts"
import { UserRepo } from "../../src/services/account/UserRepo.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { Chats } from "../../src/services/chat/Chats.ts"
import { Drafts } from "../../src/services/chat/Drafts.ts"
import { Messages } from "../../src/services/chat/Messages.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { Outbox } from "../../src/services/sync/Outbox.ts"
import { SyncState } from "../../src/services/sync/SyncState.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { chatIdOf, messageIdOf, tabOf } from "../support/ids.ts"
import { dump } from "../support/tables.ts"
import {
  addMessage,
  ann,
  apply,
  areEqual,
  ben,
  changeChat,
  connect,
  createChat,
  day,
  deleteChat,
  deleteMessage,
  makeWorld,
  nextId,
  pass,
  rows,
  signIn,
  startDevice,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

/** What whoever uses the device now sees. */
const shown = (device: Device) =>
  device.run(
    Effect.map(
      Effect.flatMap(ChatRepo, (it) => it.list("active", 99)),
      ({ chats }) => chats.map(({ title }) => title).toSorted(),
    ),
  )
const waiting = (device: Device) => device.run(Effect.flatMap(Outbox, (it) => it.pendingCount))
const identity = (device: Device) =>
  device.run(Effect.map(Identity, ({ deviceId, userId }) => [deviceId, userId]))

const signOut = (device: Device, how: "keep" | "wipe") =>
  Effect.zipRight(device.run(Effect.flatMap(Adoption, (it) => it[how])), device.cut)

/** The person chose to send what their server lost. */
const keepAll = (device: Device) => device.run(Effect.flatMap(SyncState, (it) => it.acceptServer(true)))

const lost = Effect.fail(new Offline({ detail: "lost" }))

const titlesOf = (server: Server, person: typeof ann) =>
  values(server, `SELECT title FROM chat WHERE user_id = '${person.userId}' ORDER BY title`)

it.scoped("what was written before the first sign-in becomes the account's and is sent", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const device = yield* startDevice(world)
    const [deviceId, nobody] = yield* identity(device)
    yield* apply(device, createChat(0, "Before"), addMessage(0, "Hello"), {
      _tag: "UpdateSyncConfig",
      eventId: nextId(),
      userId: String(nobody),
      patch: { intervalMs: 5_000 },
    })
    yield* signIn(device)
    assert.deepStrictEqual(yield* identity(device), [deviceId, ann.userId])
    assert.deepStrictEqual(yield* shown(device), ["Before"])
    assert.strictEqual(yield* waiting(device), 3)
    const config = yield* device.run(Effect.flatMap(SyncConfigRepo, (it) => it.byId(ann.userId)))
    assert.strictEqual(Option.getOrThrow(config).mode, "hybrid")
    const user = yield* device.run(Effect.flatMap(UserRepo, (it) => it.byId(ann.userId)))
    assert.deepInclude(Option.getOrThrow(user), { email: ann.email, name: ann.name })

    yield* sync(device, connect(server))
    assert.deepStrictEqual(yield* rows(server, "SELECT title, user_id FROM chat"), [
      { title: "Before", user_id: ann.userId },
    ])
    assert.deepStrictEqual(yield* values(server, "SELECT interval_ms FROM sync_config"), [5_000])
    assert.deepStrictEqual(yield* values(server, "SELECT DISTINCT outcome FROM sync_event"), ["applied"])
    yield* areEqual(server, device)
    assert.deepStrictEqual(yield* values(device, `SELECT id FROM "user"`), [ann.userId])
  }),
)

it.scoped("a device with chats of its own joins an account that has some: both sides have both", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const [first, second] = [yield* startSignedIn(world), yield* startDevice(world)]
    yield* apply(first, createChat(0, "Of the first"))
    yield* apply(second, createChat(1, "Of the second"))
    yield* sync(first, connect(server))
    yield* signIn(second)
    yield* sync(second, connect(server))
    yield* sync(first, connect(server))
    assert.deepStrictEqual(yield* shown(first), ["Of the first", "Of the second"])
    yield* areEqual(server, first, second)
  }),
)

it.scoped(
  "another person on the same device sees none of it, and nothing of one is sent as the other's",
  () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const device = yield* startSignedIn(world)
      yield* apply(device, createChat(0, "Ann sent"), addMessage(0, "Ann's text"))
      yield* sync(device, connect(server))
      yield* apply(device, createChat(1, "Ann waits"), changeChat(0, { title: "Ann renamed" }))
      const anns = yield* identity(device)
      yield* signOut(device, "keep")

      yield* signIn(device, ben)
      assert.notStrictEqual((yield* identity(device))[0], anns[0])
      assert.deepStrictEqual(yield* shown(device), [])
      assert.strictEqual(yield* waiting(device), 0)
      yield* sync(device, connect(server, ben))
      yield* apply(device, createChat(2, "Ben sent"))
      yield* sync(device, connect(server, ben))
      yield* apply(device, createChat(3, "Ben waits"))
      assert.deepStrictEqual(yield* shown(device), ["Ben sent", "Ben waits"])
      assert.deepStrictEqual(yield* titlesOf(server, ben), ["Ben sent"])

      yield* signIn(device)
      assert.deepStrictEqual(yield* identity(device), anns)
      assert.deepStrictEqual(yield* shown(device), ["Ann renamed", "Ann waits"])
      assert.strictEqual(yield* waiting(device), 2)
      yield* sync(device, connect(server))
      assert.deepStrictEqual(yield* titlesOf(server, ann), ["Ann renamed", "Ann waits"])
      assert.deepStrictEqual(yield* titlesOf(server, ben), ["Ben sent"])
      assert.deepStrictEqual(yield* values(device, "SELECT content FROM message"), ["Ann's text"])

      yield* signIn(device, ben)
      assert.strictEqual(yield* waiting(device), 1)
      yield* sync(device, connect(server, ben))
      assert.deepStrictEqual(yield* titlesOf(server, ben), ["Ben sent", "Ben waits"])
      assert.deepStrictEqual(yield* titlesOf(server, ann), ["Ann renamed", "Ann waits"])
    }),
)

it.scoped(
  "S9: what one person chooses after their server was replaced leaves the other's chats where they are",
  () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const [annsServer, bensServer] = [yield* startServer(world), yield* startServer(world)]
      const device = yield* startSignedIn(world)
      yield* apply(device, createChat(0, "Ann's"), addMessage(0, "Ann's text"))
      yield* sync(device, connect(annsServer))
      // what she saw of another device she may change without a conflict
      const other = yield* startSignedIn(world)
      yield* sync(other, connect(annsServer))
      yield* apply(other, writeMessage(0, "Ann's text too"))
      yield* sync(other, connect(annsServer))
      yield* sync(device, connect(annsServer))
      yield* apply(device, writeMessage(0, "Ann's last text"))
      yield* signIn(device, ben)
      yield* apply(device, createChat(1, "Ben's"))
      yield* sync(device, connect(bensServer, ben))

      const replaced = yield* startServer(world)
      yield* keepAll(device)
      yield* sync(device, connect(replaced, ben))
      assert.deepStrictEqual(yield* values(replaced, "SELECT title FROM chat"), ["Ben's"])
      assert.deepStrictEqual(yield* values(replaced, "SELECT content FROM message"), [])
      yield* signIn(device)
      assert.deepStrictEqual(yield* shown(device), ["Ann's"])
      yield* sync(device, connect(annsServer))
      assert.deepStrictEqual(yield* values(annsServer, "SELECT content FROM message"), ["Ann's last text"])
      assert.deepStrictEqual(yield* values(annsServer, "SELECT count(*) FROM conflict"), [0])
    }),
)

it.scoped("a snapshot that was cut goes on for its person after somebody else had the device", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const other = yield* startSignedIn(world)
    yield* apply(other, createChat(0, "Ann's"), addMessage(0, "Ann's text"))
    yield* sync(other, connect(server))

    const device = yield* startSignedIn(world)
    const cloud = connect(server)
    let pages = 0
    const cut = {
      ...cloud,
      snapshot: (request: Parameters<typeof cloud.snapshot>[0]) =>
        Effect.suspend(() => (pages++ < 5 ? cloud.snapshot(request) : lost)),
    }
    assert.strictEqual((yield* Effect.flip(sync(device, cut)))._tag, "Offline")
    assert.deepStrictEqual(yield* values(device, "SELECT title FROM chat"), ["Ann's"])
    yield* signIn(device, ben)
    yield* sync(device, connect(server, ben))
    yield* signIn(device)
    yield* sync(device, cloud)
    assert.deepStrictEqual(yield* shown(device), ["Ann's"])
    assert.deepStrictEqual(yield* values(device, "SELECT content FROM message"), ["Ann's text"])
  }),
)

it.scoped("another person on the same device neither finds nor changes anything of it by its id", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const device = yield* startSignedIn(world)
    yield* apply(device, createChat(0, "Ann's"), addMessage(0, "Ann's text"))
    yield* sync(device, connect(server))
    yield* apply(device, createChat(1, "Ann waits"))
    yield* signIn(device, ben)
    yield* sync(device, connect(server, ben))
    const before = yield* device.run(dump)

    const [chatId, messageId] = [chatIdOf(0), messageIdOf(0)]
    yield* device.run(
      Effect.gen(function* () {
        const [chats, messages] = yield* Effect.all([Chats, Messages])
        const window = { chatId, before: 9, after: 9 }
        assert.isNull(yield* chats.watchOne({ chatId }).run)
        for (const anchor of [null, messageId]) {
          assert.deepStrictEqual((yield* messages.watch({ ...window, anchor }).run).messages, [])
        }
      }),
    )
    const changes = [
      changeChat(0, { title: "Ben's" }),
      deleteChat(1),
      addMessage(1, "Ben's"),
      addMessage(1, "Ben's", { chatId: chatIdOf(1) }),
      writeMessage(0, "Ben's"),
      deleteMessage(0),
    ]
    for (const change of changes) {
      assert.strictEqual((yield* Effect.flip(apply(device, change)))._tag, "NotFound", change._tag)
    }
    assert.deepStrictEqual(yield* device.run(dump), before)
  }),
)

it.scoped("what the server forgot of one person's trash leaves the other's trash where it is", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const device = yield* startSignedIn(world)
    yield* apply(device, createChat(0, "Ann's"), addMessage(0, "Ann's text"), addMessage(1, "Ann's trash"))
    yield* apply(device, deleteMessage(1), deleteChat(0))
    yield* sync(device, connect(server))
    yield* signIn(device, ben)
    yield* apply(device, createChat(1, "Ben's"), createChat(2, "Ben's too"), createChat(3, "Ben's still"))
    yield* apply(device, deleteChat(1), deleteChat(2))
    yield* sync(device, connect(server, ben))
    // of Ben alone is there anything that is old
    yield* rows(server, `UPDATE sync_event SET received_at = 4102444800000 WHERE user_id = '${ann.userId}'`)
    yield* pass(world, 100 * day)
    yield* server.run(Effect.flatMap(Compaction, (it) => it.run(90 * day)))
    yield* sync(device, connect(server, ben))
    assert.deepStrictEqual(yield* values(device, "SELECT title FROM chat ORDER BY title"), [
      "Ann's",
      "Ben's still",
    ])
    assert.deepStrictEqual(yield* values(device, "SELECT content FROM message ORDER BY content"), [
      "Ann's text",
      "Ann's trash",
    ])
    yield* signIn(device)
    yield* sync(device, connect(server))
    assert.deepStrictEqual(yield* titlesOf(server, ann), ["Ann's"])
    assert.deepStrictEqual(yield* values(device, "SELECT title FROM chat ORDER BY title"), [
      "Ann's",
      "Ben's still",
    ])
  }),
)

it.scoped("signing out keeps everything, and signing in again goes on where it was", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const device = yield* startSignedIn(world)
    yield* apply(device, createChat(0, "Sent"))
    yield* sync(device, connect(server))
    const before = yield* identity(device)
    yield* signOut(device, "keep")
    assert.isFalse(yield* device.run(Effect.map(Identity, ({ signedIn }) => signedIn)))
    yield* apply(device, createChat(1, "Written signed out"))
    assert.deepStrictEqual(yield* shown(device), ["Sent", "Written signed out"])
    yield* signIn(device)
    assert.deepStrictEqual(yield* identity(device), before)
    yield* sync(device, connect(server))
    assert.deepStrictEqual(yield* titlesOf(server, ann), ["Sent", "Written signed out"])
    yield* areEqual(server, device)
  }),
)

it.scoped("wiping removes all that is this person's and nothing of anybody else's", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const device = yield* startSignedIn(world)
    yield* apply(device, createChat(0, "Ann's"), addMessage(0, "Ann's text"))
    yield* sync(device, connect(server))
    yield* apply(device, createChat(1, "Ann waits"))
    yield* signIn(device, ben)
    yield* apply(device, createChat(2, "Ben's"))
    yield* sync(device, connect(server, ben))
    const [bens] = yield* identity(device)
    const annsChat = { key: chatIdOf(0), tab: tabOf(0), content: "Ann goes on" }
    yield* device.run(Effect.flatMap(Drafts, (it) => it.put(annsChat)))
    yield* signOut(device, "wipe")

    assert.deepStrictEqual(yield* values(device, "SELECT content FROM draft"), ["Ann goes on"])

    assert.deepStrictEqual(yield* shown(device), [])
    assert.deepStrictEqual(yield* values(device, "SELECT title FROM chat ORDER BY title"), [
      "Ann waits",
      "Ann's",
    ])
    assert.notInclude(JSON.stringify(yield* rows(device, "SELECT * FROM sync_event")), "Ben")
    assert.deepStrictEqual(yield* values(device, `SELECT id FROM device WHERE id = '${String(bens)}'`), [])
    assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat ORDER BY title"), ["Ann's", "Ben's"])

    // and what Ann had not sent is still hers to send
    yield* signIn(device)
    assert.strictEqual(yield* waiting(device), 1)
    yield* sync(device, connect(server))
    assert.deepStrictEqual(yield* titlesOf(server, ann), ["Ann waits", "Ann's"])
    assert.deepStrictEqual(yield* shown(device), ["Ann waits", "Ann's"])
  }),
)

it.scoped("what nobody wrote with an account goes to whoever signs in, beside what they had left here", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const device = yield* startSignedIn(world)
    yield* apply(device, createChat(0, "Ann sent"))
    yield* sync(device, connect(server))
    yield* apply(device, createChat(1, "Ann waits"))
    yield* signIn(device, ben)
    yield* signOut(device, "wipe")
    yield* apply(device, createChat(2, "Nobody's"))
    yield* signIn(device)
    yield* sync(device, connect(server))
    assert.deepStrictEqual(yield* titlesOf(server, ann), ["Ann sent", "Ann waits", "Nobody's"])
    assert.deepStrictEqual(yield* shown(device), ["Ann sent", "Ann waits", "Nobody's"])
    yield* areEqual(server, device)
  }),
)

it.scoped("a draft of one person is not in the composer of another", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const device = yield* startSignedIn(world)
    const draft = device.run(Effect.flatMap(Drafts, (it) => it.adopt({ key: "new", tab: tabOf(1) })))
    yield* device.run(
      Effect.flatMap(Drafts, (it) => it.put({ key: "new", tab: tabOf(0), content: "Dear diary" })),
    )
    yield* signIn(device, ben)
    assert.strictEqual(yield* draft, "")
    yield* signIn(device)
    assert.strictEqual(yield* draft, "Dear diary")
  }),
)
