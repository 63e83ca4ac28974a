import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { erasedText } from "../../src/domain/Text.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { Drafts } from "../../src/services/chat/Drafts.ts"
import { Conflicts } from "../../src/services/sync/Conflicts.ts"
import { Chats } from "../../src/services/chat/Chats.ts"
import { CleanUp } from "../../src/services/sync/CleanUp.ts"
import type { CloudConnection } from "../../src/services/sync/CloudApi.ts"
import { firstPortion } from "../../src/services/sync/portion.ts"
import { SharedTrash } from "../../src/services/sync/SharedTrash.ts"
import { SyncState } from "../../src/services/sync/SyncState.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { copyOf } from "../support/disk.ts"
import { chatIdOf, messageIdOf, tabOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
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
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

const restoreChat = (n: number): MutationInput => ({
  _tag: "RestoreChat",
  eventId: nextId(),
  chatId: chatIdOf(n),
})
const restoreMessage = (n: number): MutationInput => ({
  _tag: "RestoreMessage",
  eventId: nextId(),
  chatId: chatIdOf(0),
  messageId: messageIdOf(n),
})
const below = (n: number) => ({ parentId: messageIdOf(n) })

const preview = (device: Device) =>
  device.run(Effect.flatMap(CleanUp, (it) => Effect.map(it.preview, ({ trash }) => trash)))
const upToOf = (device: Device) => Effect.map(preview(device), ({ upTo }) => upTo ?? -1)
const empty = (device: Device, cloud: CloudConnection, upTo: number) =>
  device.run(Effect.flatMap(SharedTrash, (it) => it.emptyOver(cloud, upTo)))
/** What the page does: looks, and empties what it saw. */
const lookAndEmpty = (device: Device, cloud: CloudConnection) =>
  Effect.flatMap(upToOf(device), (upTo) => empty(device, cloud, upTo))
const trashOf = (device: Device) =>
  device.run(
    Effect.flatMap(Chats, (it) =>
      Effect.map(it.watch({ shelf: "trash", limit: 50 }).run, ({ chats }) => chats.map(({ title }) => title)),
    ),
  )
const texts = (of: Server | Device) => values(of, "SELECT content FROM message ORDER BY id")
const titles = (of: Server | Device) => values(of, "SELECT title FROM chat ORDER BY id")
const problems = (device: Device) =>
  device.run(Effect.flatMap(Integrity, (it) => Effect.map(it.check, (report) => report.problems)))

/** Everything that a database says, the log of events included. */
const everything = (of: Server | Device) =>
  Effect.map(
    Effect.all([
      rows(of, "SELECT * FROM chat"),
      rows(of, "SELECT * FROM message"),
      rows(of, "SELECT * FROM sync_event"),
      rows(of, "SELECT * FROM conflict"),
    ]),
    (all) => JSON.stringify(all),
  )

/** Two devices with a chat of two messages in the trash, and one that is in use and has a deleted message. */
const begin = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  const cloud = connect(server)
  yield* apply(a, createChat(0, "Trip"), addMessage(0, "Secret"), addMessage(1, "Reply", below(0)))
  yield* apply(a, changeChat(0, { systemPrompt: "Be brief", folder: "Private" }))
  yield* apply(a, createChat(1, "Stays"))
  yield* apply(a, addMessage(2, "Question", { chatId: chatIdOf(1), parentId: null }))
  yield* apply(a, addMessage(3, "Answer", { chatId: chatIdOf(1), ...below(2) }))
  yield* settle(cloud, a, b)
  yield* pass(world)
  yield* apply(b, deleteChat(0), {
    _tag: "DeleteMessage",
    eventId: nextId(),
    chatId: chatIdOf(1),
    messageId: messageIdOf(2),
  })
  yield* settle(cloud, b, a)
  yield* pass(world)
  return { world, server, cloud, a, b }
})

const erased = [erasedText, erasedText, erasedText, "Answer"]
const whole = ["Secret", "Reply", erasedText, "Answer"]

describe("the trash of a device that syncs", () => {
  it.scoped("is emptied here, at the server and on every device, as it was foretold", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* begin
      const { bytes, chats, kept, messages } = yield* preview(a)
      assert.deepStrictEqual({ bytes, chats, kept, messages }, { bytes: 19, chats: 1, kept: 0, messages: 1 })
      yield* lookAndEmpty(a, cloud)
      yield* sync(b, cloud)
      for (const of of [server, a, b]) {
        assert.notMatch(yield* everything(of), /Trip|Secret|Reply|Question|Be brief|Private/)
        assert.deepStrictEqual(yield* texts(of), erased)
      }
      for (const device of [a, b]) {
        assert.deepStrictEqual(yield* trashOf(device), [])
        assert.deepInclude(yield* preview(device), { bytes: 0, chats: 0, kept: 0, messages: 0 })
        assert.deepStrictEqual(yield* problems(device), [])
      }
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("leaves to the retention what it needs to be told by, and that goes then", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* begin
      yield* lookAndEmpty(a, cloud)
      yield* apply(a, changeChat(1, { pinned: true }))
      yield* settle(cloud, a, b)
      yield* pass(world, 100 * day)
      yield* apply(a, changeChat(1, { pinned: false }))
      yield* settle(cloud, a, b)
      yield* server.run(Effect.flatMap(Compaction, (it) => it.run(90 * day)))
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
      assert.deepStrictEqual(yield* titles(server), ["Stays"])
    }),
  )

  it.scoped("was restored elsewhere after the look, or written into: it stays", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* begin
      const upTo = yield* upToOf(a)
      yield* apply(b, restoreChat(0))
      yield* sync(b, cloud)
      yield* empty(a, cloud, upTo)
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* texts(server), whole)
      assert.deepStrictEqual(yield* titles(server), ["Trip", "Stays"])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("what is thrown away after the look stays in the trash", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* begin
      const upTo = yield* upToOf(a)
      yield* apply(b, deleteChat(1))
      yield* sync(b, cloud)
      yield* empty(a, cloud, upTo)
      yield* settle(cloud, b, a)
      assert.deepStrictEqual(yield* trashOf(a), ["Stays"])
      assert.deepStrictEqual(yield* texts(server), erased)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("a chat whose changes wait here is not part of it until they are sent", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* begin
      yield* apply(a, deleteChat(1))
      assert.deepInclude(yield* preview(a), { chats: 1, kept: 1 })
      yield* lookAndEmpty(a, cloud)
      assert.deepStrictEqual(yield* trashOf(a), ["Stays"])
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
  )
})

describe("what belongs to it", () => {
  it.scoped("goes with it where it was asked for: drafts; elsewhere a draft keeps the chat in view", () =>
    Effect.gen(function* () {
      const { a, b, cloud } = yield* begin
      const draft = (device: Device, content: string) =>
        device.run(Effect.flatMap(Drafts, (it) => it.put({ key: chatIdOf(0), tab: tabOf(0), content })))
      yield* draft(a, "Of a")
      yield* draft(b, "Of b")
      yield* lookAndEmpty(a, cloud)
      yield* sync(b, cloud)
      assert.deepStrictEqual(yield* values(a, "SELECT content FROM draft"), [])
      assert.deepStrictEqual(yield* values(b, "SELECT content FROM draft"), ["Of b"])
      assert.deepStrictEqual([yield* trashOf(a), yield* trashOf(b)], [[], [erasedText]])
    }),
  )

  it.scoped("S7: goes from conflicts that are settled, and stays in one that waits for the person", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* begin
      yield* apply(a, createChat(5), createChat(6))
      yield* settle(cloud, a, b)
      for (const n of [5, 6]) {
        yield* apply(a, changeChat(n, { title: `Of a ${n}` }))
        yield* pass(world)
        yield* apply(b, changeChat(n, { title: `Of b ${n}` }))
      }
      yield* settle(cloud, a, b)
      yield* a.run(Effect.flatMap(Conflicts, (it) => it.resolve("chat", chatIdOf(5), "cloud")))
      yield* apply(a, deleteChat(5), deleteChat(6))
      yield* settle(cloud, a, b)
      yield* lookAndEmpty(a, cloud)
      yield* settle(cloud, a, b)
      for (const of of [server, a, b]) {
        const logged = JSON.stringify(yield* rows(of, "SELECT * FROM conflict"))
        assert.notMatch(logged, /Of [ab] 5/)
        assert.match(logged, /Of a 6.*Of b 6|Of b 6.*Of a 6/)
      }
      yield* areEqual(server, a, b)
    }),
  )
})

describe("what is in use on a device that was away comes back whole", () => {
  /** The trash is emptied on A while B is away. */
  const emptiedMeanwhile = (change: (b: Device) => Effect.Effect<unknown, unknown>) =>
    Effect.gen(function* () {
      const it = yield* begin
      yield* Effect.orDie(change(it.b))
      yield* lookAndEmpty(it.a, it.cloud)
      assert.notMatch(yield* everything(it.server), /Secret/)
      return it
    })

  it.scoped("S11: a chat that was restored there, with all its messages and what belongs to it", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* emptiedMeanwhile((b) => apply(b, restoreChat(0)))
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) {
        assert.deepStrictEqual(yield* texts(of), whole)
        assert.deepStrictEqual(
          yield* rows(of, "SELECT title, system_prompt AS prompt, folder FROM chat ORDER BY id LIMIT 1"),
          [{ title: "Trip", prompt: "Be brief", folder: "Private" }],
        )
      }
      assert.deepStrictEqual(yield* values(server, "SELECT id FROM conflict"), [])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S11: also if what it did is not heard, and it hears of the erasure first", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* emptiedMeanwhile((b) => apply(b, restoreChat(0)))
      const deaf = new Offline({ detail: "test" })
      yield* Effect.flip(sync(b, { ...cloud, push: () => deaf }))
      assert.deepStrictEqual(yield* texts(b), whole)
      yield* Effect.flip(sync(b, { ...cloud, push: (push) => Effect.zipRight(cloud.push(push), deaf) }))
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) assert.deepStrictEqual(yield* texts(of), whole)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S11: a chat into which a message was written that waits", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* emptiedMeanwhile((b) => apply(b, addMessage(4, "New", below(1))))
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) assert.deepStrictEqual(yield* texts(of), [...whole, "New"])
      assert.deepStrictEqual(yield* trashOf(a), [])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S11: one that was renamed there, not knowing of its deletion", () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
      const cloud = connect(server)
      yield* apply(
        a,
        createChat(0, "Old"),
        changeChat(0, { systemPrompt: "Be brief" }),
        addMessage(0, "First"),
      )
      yield* settle(cloud, a, b)
      yield* apply(b, writeMessage(0, "Reworded"), changeChat(0, { title: "New" }))
      yield* apply(a, deleteChat(0))
      yield* sync(a, cloud)
      yield* lookAndEmpty(a, cloud)
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) {
        assert.deepStrictEqual(yield* texts(of), ["Reworded"])
        assert.deepStrictEqual(yield* rows(of, "SELECT title, system_prompt AS prompt FROM chat"), [
          { title: "New", prompt: "Be brief" },
        ])
      }
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S11: a message that was restored there", () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
      const cloud = connect(server)
      yield* apply(a, createChat(0), addMessage(0, "One"), addMessage(1, "Two", below(0)))
      yield* apply(a, deleteMessage(0), deleteMessage(1))
      yield* settle(cloud, a, b)
      yield* apply(b, restoreMessage(1))
      yield* lookAndEmpty(a, cloud)
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) assert.deepStrictEqual(yield* texts(of), [erasedText, "Two"])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("one that was away and did nothing takes the erasure, whatever it had seen before", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* begin
      const late = yield* startSignedIn(world)
      yield* apply(a, restoreChat(0))
      yield* settle(cloud, a, late)
      yield* apply(a, deleteChat(0))
      yield* sync(a, cloud)
      yield* lookAndEmpty(a, cloud)
      yield* settle(cloud, late, b)
      for (const of of [server, b, late]) assert.deepStrictEqual(yield* texts(of), erased)
      assert.notMatch(yield* everything(late), /Secret/)
      yield* areEqual(server, a, b, late)
    }),
  )
})

describe("a chat that takes more than one transaction", () => {
  /** Many messages in a chat that A deleted, and what B saw of that. */
  const many = (seen: boolean) =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
      const cloud = connect(server)
      const messages = Array.from({ length: 3 * firstPortion }, (_, n) => addMessage(n, `Secret ${n}`))
      yield* apply(a, createChat(0, "Trip"), ...messages)
      yield* settle(cloud, a, b)
      yield* apply(a, deleteChat(0))
      yield* sync(a, cloud)
      if (seen) yield* sync(b, cloud)
      // it has not measured yet how many rows it takes at once
      yield* b.cut
      return { a, b, cloud, server }
    })

  it.scoped("goes whole from a device that learns of its deletion and of the erasure at once", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* many(false)
      yield* lookAndEmpty(a, cloud)
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) assert.notMatch(yield* everything(of), /Trip|Secret/)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S11: stays whole where a message waits that brings it back, also if the chat comes last", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* many(true)
      yield* apply(b, addMessage(99, "New"))
      yield* lookAndEmpty(a, cloud)
      yield* apply(a, changeChat(0, { pinned: true }))
      yield* sync(a, cloud)
      const deaf = new Offline({ detail: "test" })
      yield* Effect.flip(sync(b, { ...cloud, push: () => deaf }))
      yield* settle(cloud, b, a)
      for (const of of [server, a, b]) {
        assert.notInclude(yield* texts(of), erasedText)
        assert.deepStrictEqual(yield* titles(of), ["Trip"])
      }
      yield* areEqual(server, a, b)
    }),
  )
})

describe("the call", () => {
  it.scoped("is repeated after a lost answer, and nothing comes of it", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* begin
      const upTo = yield* upToOf(a)
      const lost = new Offline({ detail: "test" })
      const unheard: CloudConnection = {
        ...cloud,
        emptyTrash: (request) => Effect.zipRight(cloud.emptyTrash(request), lost),
      }
      assert.strictEqual((yield* Effect.flip(empty(a, unheard, upTo)))._tag, "Offline")
      const [version] = yield* values(server, "SELECT version FROM space")
      yield* empty(a, cloud, upTo)
      assert.deepStrictEqual(yield* values(server, "SELECT version FROM space"), [version])
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* texts(b), erased)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("changes nothing if the server is too old or does not answer", () =>
    Effect.gen(function* () {
      const { a, cloud, server } = yield* begin
      const before = [yield* everything(a), yield* everything(server)]
      const upTo = yield* upToOf(a)
      const old: CloudConnection = {
        ...cloud,
        hello: (hello) => Effect.map(cloud.hello(hello), (it) => ({ ...it, emptiesTrash: false })),
        emptyTrash: () => Effect.dieMessage("an older server does not have the call"),
      }
      const error = yield* Effect.flip(empty(a, old, upTo))
      assert.deepInclude(error, { _tag: "ProtocolTooOld", side: "server" })
      // there is none
      const strategy = { _tag: "EmptyTrash", until: Number.MAX_SAFE_INTEGER, upTo } as const
      const offline = yield* Effect.flip(a.run(Effect.flatMap(CleanUp, (it) => it.run(strategy))))
      assert.strictEqual(offline._tag, "Offline")
      assert.deepStrictEqual([yield* everything(a), yield* everything(server)], before)
    }),
  )

  it.scoped("at the server is whole or not at all, wherever its power goes", () =>
    Effect.gen(function* () {
      for (const writes of [2, 9, 30]) {
        const { a, b, cloud, server } = yield* begin
        const upTo = yield* upToOf(a)
        const dying: CloudConnection = {
          ...cloud,
          emptyTrash: (request) =>
            Effect.gen(function* () {
              server.disk().power = writes
              const exit = yield* Effect.exit(cloud.emptyTrash(request))
              if (server.disk().power > 0) server.disk().power = Number.POSITIVE_INFINITY
              else yield* server.cut
              return yield* exit
            }),
        }
        yield* Effect.exit(empty(a, dying, upTo))
        const left = yield* texts(server)
        assert.include(
          [JSON.stringify(erased), JSON.stringify(["Secret", "Reply", "Question", "Answer"])],
          JSON.stringify(left),
        )
        yield* empty(a, cloud, upTo)
        yield* settle(cloud, a, b)
        assert.deepStrictEqual(yield* texts(b), erased)
        yield* areEqual(server, a, b)
      }
    }),
  )

  it.scoped("S9: a server that was restored from before is noticed, and has the trash again", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* begin
      const backup = copyOf(server.disk())
      yield* lookAndEmpty(a, cloud)
      yield* sync(b, cloud)
      yield* server.replaceDisk(backup)
      const accept = (keep: boolean) => Effect.flatMap(SyncState, (it) => it.acceptServer(keep))
      for (const [device, keep] of [
        [a, true],
        [b, false],
      ] as const) {
        assert.strictEqual((yield* Effect.flip(sync(device, cloud)))._tag, "EpochMismatch")
        yield* device.run(accept(keep))
      }
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* trashOf(a), ["Trip"])
      assert.deepStrictEqual(yield* texts(b), ["Secret", "Reply", "Question", "Answer"])
      assert.deepStrictEqual(yield* values(server, "SELECT id FROM conflict"), [])
      yield* areEqual(server, a, b)
      yield* lookAndEmpty(b, cloud)
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* texts(a), erased)
      yield* areEqual(server, a, b)
    }),
  )
})
