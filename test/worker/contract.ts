import { assert, layer } from "@effect/vitest"
import { Chunk, Effect, Exit, Fiber, type Layer, Option, Queue, Scope, Stream } from "effect"
import { InvalidInput, NotFound, PayloadTooLarge } from "../../src/domain/errors/InputErrors.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { chatIdOf, eventIdOf, messageIdOf, tabOf } from "../support/ids.ts"
import { Wire } from "../support/worker.ts"

let made = 0

/** A chat that no other case has. */
const newChat = (title: string) => {
  const n = made++
  const chatId = chatIdOf(n)
  const create: MutationInput = { _tag: "CreateChat", eventId: eventIdOf(n), chatId, title }
  return { chatId, create, n }
}

const messageIn = (chatId: string, n: number, content: string): MutationInput => ({
  _tag: "AddMessage",
  eventId: eventIdOf(10_000 + n),
  chatId,
  messageId: messageIdOf(n),
  role: "user",
  content,
})

/** Reads a stream into a queue, so that a test can wait for the next answer. */
const reading = <A, E>(stream: Stream.Stream<A, E>) =>
  Effect.gen(function* () {
    const queue = yield* Queue.unbounded<A>()
    const fiber = yield* Effect.forkScoped(Stream.runForEach(stream, (it) => queue.offer(it)))
    return { next: queue.take, fiber }
  })

/** Waits for something that another fiber brings about, however many turns of the loop that takes. */
const until = <E, R>(condition: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(
    Effect.zipRight(
      Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve))),
      condition,
    ),
    { until: (it) => it },
  )

const everything = { shelf: "active", limit: 100 } as const

/** What every way to the worker must do. */
export const contract = (name: string, wire: Layer.Layer<Wire>) =>
  layer(wire)(name, (it) => {
    it.scoped("a mutation's outcome comes back, and whoever watches sees what it did", () =>
      Effect.gen(function* () {
        const client = yield* Effect.flatMap(Wire, ({ connect }) => connect)
        const { chatId, create, n } = newChat("Watched")
        const one = yield* reading(client.chats.watchOne({ chatId }))
        assert.strictEqual(yield* one.next, null)
        assert.deepStrictEqual(yield* client.mutate({ mutations: [create] }), ["applied"])
        assert.strictEqual((yield* one.next)?.title, "Watched")
        const messages = yield* reading(client.messages.watch({ chatId, anchor: null, before: 9, after: 0 }))
        assert.deepStrictEqual((yield* messages.next).messages, [])
        yield* client.mutate({ mutations: [messageIn(chatId, n, "Hello")] })
        assert.deepStrictEqual(
          (yield* messages.next).messages.map(({ content }) => content),
          ["Hello"],
        )
        assert.deepStrictEqual(yield* client.mutate({ mutations: [create] }), ["duplicate"])
      }),
    )

    it.scoped("two pages see each other's changes", () =>
      Effect.gen(function* () {
        const { connect } = yield* Wire
        const [one, two] = [yield* connect, yield* connect]
        const { chatId, create } = newChat("Shared")
        const seenByTwo = yield* reading(two.chats.watchOne({ chatId }))
        assert.strictEqual(yield* seenByTwo.next, null)
        yield* one.mutate({ mutations: [create] })
        assert.strictEqual((yield* seenByTwo.next)?.title, "Shared")
        const patch = { title: "Renamed" }
        yield* two.mutate({ mutations: [{ _tag: "UpdateChat", eventId: eventIdOf(made++), chatId, patch }] })
        const chats = yield* one.chats.watch(everything).pipe(Stream.runHead, Effect.map(Option.getOrThrow))
        assert.include(
          chats.chats.map(({ title }) => title),
          "Renamed",
        )
      }),
    )

    it.scoped("a failure arrives as what it was, with its sentence", () =>
      Effect.gen(function* () {
        const client = yield* Effect.flatMap(Wire, ({ connect }) => connect)
        const { chatId, create, n } = newChat("x".repeat(501))
        const invalid = yield* Effect.flip(client.mutate({ mutations: [create] }))
        assert.instanceOf(invalid, InvalidInput)
        assert.strictEqual(
          invalid.message,
          "That cannot be saved: the title has 501 characters, 500 are allowed.",
        )
        const missing = yield* Effect.flip(client.mutate({ mutations: [messageIn(chatId, n, "x")] }))
        assert.instanceOf(missing, NotFound)
        assert.strictEqual(missing.message, "That chat is not on this device.")
        const large = messageIn(chatId, n, "x".repeat(2_000_000))
        assert.instanceOf(yield* Effect.flip(client.mutate({ mutations: [large] })), PayloadTooLarge)
        const nowhere = { messageId: messageIdOf(99_999) }
        assert.instanceOf(yield* Effect.flip(client.messages.activate(nowhere)), NotFound)
        assert.instanceOf(
          yield* Effect.flip(client.messages.selectSibling({ ...nowhere, offset: 1 })),
          NotFound,
        )
        const draft = client.drafts.put({ key: "new", tab: tabOf(0), content: "a\u0000" })
        assert.instanceOf(yield* Effect.flip(draft), InvalidInput)
      }),
    )

    it.scoped("a live query ends in the worker when its reader goes", () =>
      Effect.gen(function* () {
        const { connect, active } = yield* Wire
        const client = yield* connect
        assert.strictEqual(yield* active, 0)
        const readers = yield* Effect.all(
          Array.from({ length: 5 }, () => reading(client.chats.watch(everything))),
        )
        yield* Effect.forEach(readers, ({ next }) => next)
        assert.strictEqual(yield* active, 5)
        yield* Effect.forEach(readers, ({ fiber }) => Fiber.interrupt(fiber))
        yield* until(Effect.map(active, (n) => n === 0))
        // one that wants only the first answer is gone too
        yield* Stream.runHead(client.chats.watch(everything))
        yield* until(Effect.map(active, (n) => n === 0))
      }),
    )

    it.scoped("everything that a page asked for ends when it goes, and nothing of other pages", () =>
      Effect.gen(function* () {
        const { connect, active } = yield* Wire
        const scope = yield* Scope.make()
        const leaving = yield* Scope.extend(connect, scope)
        const staying = yield* connect
        const { chatId, create } = newChat("Stays")
        const kept = yield* reading(staying.chats.watchOne({ chatId }))
        yield* kept.next
        const gone = yield* Effect.forEach([1, 2, 3], () => reading(leaving.chats.watch(everything)))
        yield* Effect.forEach(gone, ({ next }) => next)
        assert.strictEqual(yield* active, 4)
        yield* Scope.close(scope, Exit.void)
        yield* until(Effect.map(active, (n) => n === 1))
        yield* staying.mutate({ mutations: [create] })
        assert.strictEqual((yield* kept.next)?.title, "Stays")
      }),
    )

    it.scoped("64 calls at once all answer, each with its own", () =>
      Effect.gen(function* () {
        const client = yield* Effect.flatMap(Wire, ({ connect }) => connect)
        const chats = Array.from({ length: 64 }, (_, n) => newChat(`parallel ${n}`))
        const stream = yield* reading(client.chats.watch(everything))
        yield* stream.next
        yield* Effect.forEach(
          chats,
          ({ create, chatId }, n) =>
            Effect.gen(function* () {
              yield* client.mutate({ mutations: [create] })
              const row = yield* Effect.map(
                Stream.runHead(client.chats.watchOne({ chatId })),
                Option.getOrThrow,
              )
              assert.strictEqual(row?.title, `parallel ${n}`)
              yield* client.drafts.put({ key: chatId, tab: tabOf(0), content: `draft ${n}` })
              assert.strictEqual(yield* client.drafts.adopt({ key: chatId, tab: tabOf(1) }), `draft ${n}`)
            }),
          { concurrency: "unbounded" },
        )
      }),
    )

    it.scoped("a search, the facts, an export, the history and the device answer", () =>
      Effect.gen(function* () {
        const client = yield* Effect.flatMap(Wire, ({ connect }) => connect)
        const { chatId, create, n } = newChat("Quokka")
        yield* client.mutate({ mutations: [create, messageIn(chatId, n, "a wombat")] })
        const hits = yield* client.search.find({ text: "wom", limit: 10 })
        assert.deepStrictEqual(
          hits.map((hit) => [hit.chatId, hit.messageId]),
          [[chatId, messageIdOf(n)]],
        )
        const facts = yield* client.debug.facts()
        assert.deepStrictEqual([facts.storage, facts.leader], ["memory", "test"])
        assert.deepStrictEqual((yield* client.debug.checkIntegrity()).problems, [])
        const text = Chunk.join(yield* Stream.runCollect(client.debug.exportJson()), "")
        assert.include(text, "a wombat")
        const file = yield* Stream.runCollect(client.debug.exportSqlite())
        assert.strictEqual(new TextDecoder().decode(Chunk.unsafeHead(file).slice(0, 15)), "SQLite format 3")
        const events = yield* Effect.map(Stream.runHead(client.debug.events({ limit: 1 })), Option.getOrThrow)
        assert.strictEqual(events[0]?.entityType, "message")
        const { device, user } = yield* Effect.map(Stream.runHead(client.device.watch()), Option.getOrThrow)
        assert.strictEqual(device.userId, user.id)
        assert.strictEqual((yield* client.storage.status()).kind, "memory")
        yield* client.debug.rebuildSearch()
      }),
    )
  })
