import { assert, it } from "@effect/vitest"
import { Effect, FastCheck } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import type { Salvaged } from "../../src/services/storage/Salvage.ts"
import type { Server } from "../simulation/actors.ts"
import { wholeness } from "../simulation/checks.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  deleteChat,
  makeWorld,
  nextId,
  pass,
  rows,
  settle,
  signIn,
  startDevice,
  startServer,
  startSignedIn,
  sync,
  values,
} from "./exchange.ts"
import { salvagedOf, take } from "./salvaged.ts"

interface Step {
  readonly who: "damaged" | "other"
  readonly does: "title" | "pin" | "create" | "delete" | "restore" | "add" | "write" | "remove" | "bring back"
  readonly chat: number
  readonly message: number
}

const step: FastCheck.Arbitrary<Step> = FastCheck.record({
  who: FastCheck.constantFrom("damaged", "other"),
  does: FastCheck.constantFrom(
    "title",
    "pin",
    "create",
    "delete",
    "restore",
    "add",
    "write",
    "remove",
    "bring back",
  ),
  chat: FastCheck.nat(2),
  message: FastCheck.nat(3),
})

/** In which chat the messages of the beginning are: one in each but the first. */
const chatOf = (message: number) => chatIdOf(message % 3)

const change = ({ chat, does, message, who }: Step, n: number): MutationInput => {
  const eventId = nextId()
  const [chatId, messageId] = [chatIdOf(chat), messageIdOf(message)]
  const inChat = { eventId, chatId: chatOf(message), messageId }
  const text = `${who} ${n}`
  if (does === "title") return changeChat(chat, { title: text })
  if (does === "pin") return changeChat(chat, { pinned: n % 2 === 0 })
  if (does === "create") return createChat(10 + n, text)
  if (does === "delete") return deleteChat(chat)
  if (does === "restore") return { _tag: "RestoreChat", eventId, chatId }
  if (does === "add") return addMessage(10 + n, text, { chatId, parentId: null })
  if (does === "write") return { _tag: "UpdateMessage", ...inChat, patch: { content: text } }
  return { _tag: does === "remove" ? "DeleteMessage" : "RestoreMessage", ...inChat }
}

/** What a person has and is asked about, as the server says it. */
const saidBy = (server: Server) =>
  Effect.all([
    rows(server, "SELECT id, title, pinned, deleted_at IS NULL AS lives FROM chat ORDER BY id"),
    rows(server, "SELECT id, content, parent_id, deleted_at IS NULL AS lives FROM message ORDER BY id"),
    rows(
      server,
      `SELECT entity_id, field, local_value, cloud_value FROM conflict WHERE resolved_at IS NULL
       ORDER BY entity_id, field, local_value, cloud_value`,
    ),
  ])

/** A server and two devices after some steps, of which the last are not all sent. */
const played = (before: ReadonlyArray<Step>, offline: ReadonlyArray<Step>) =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const cloud = connect(server)
    const [damaged, other] = [yield* startSignedIn(world), yield* startSignedIn(world)]
    yield* apply(damaged, ...[0, 1, 2].map((n) => createChat(n)))
    const messages = [0, 1, 2, 3].map((n) =>
      addMessage(n, `message ${n}`, { chatId: chatOf(n), parentId: null }),
    )
    yield* apply(damaged, ...messages)
    yield* settle(cloud, damaged, other)
    const play = (steps: ReadonlyArray<Step>, from: number) =>
      Effect.forEach(steps, (it, index) =>
        Effect.zipRight(
          pass(world),
          Effect.either(apply(it.who === "damaged" ? damaged : other, change(it, from + index))),
        ),
      )
    yield* play(before, 0)
    yield* settle(cloud, damaged, other)
    yield* play(offline, before.length)
    yield* sync(other, cloud)
    yield* pass(world)
    return { damaged, server, world }
  })

type Played = Effect.Effect.Success<ReturnType<typeof played>>

/** The same server, to which a device comes that follows the damaged one. */
const followed = ({ damaged, server, world }: Played, change: (all: Salvaged) => Salvaged) =>
  Effect.gen(function* () {
    const twin = yield* startServer(world)
    yield* twin.replaceDisk(server.disk())
    const next = yield* startDevice(world)
    yield* take(next, change(yield* salvagedOf(damaged)))
    assert.deepStrictEqual(yield* wholeness(next, "rebuilt"), [])
    yield* signIn(next)
    yield* settle(connect(twin), next)
    yield* areEqual(twin, next)
    return twin
  })

const steps = FastCheck.array(step, { maxLength: 6 })
const offline = FastCheck.array(step, { minLength: 2, maxLength: 8 })

it.scoped.prop(
  "a device that follows a damaged one tells the server the same as that one would have",
  [steps, offline],
  ([before, since]) =>
    Effect.gen(function* () {
      const it = yield* played(before, since)
      const twin = yield* followed(it, (all) => all)
      yield* settle(connect(it.server), it.damaged)
      assert.deepStrictEqual(yield* saidBy(twin), yield* saidBy(it.server))
    }),
  { fastCheck: { numRuns: 8 }, timeout: 120_000 },
)

it.scoped.prop(
  "where it cannot be read what waited, no text is lost for it",
  [steps, offline],
  ([before, since]) =>
    Effect.gen(function* () {
      const it = yield* played(before, since)
      const twin = yield* followed(it, (all) => ({ ...all, events: [] }))
      // what gave way is in the log of conflicts, settled or not
      const log = yield* values(twin, "SELECT local_value FROM conflict")
      const said = JSON.stringify([yield* saidBy(twin), log])
      const { chats, messages } = yield* salvagedOf(it.damaged)
      const waited = new Set(since.map((_, index) => `damaged ${before.length + index}`))
      const typed = [...chats.map(({ title }) => title), ...messages.map(({ content }) => content)]
      for (const text of typed.filter((it) => waited.has(it))) assert.include(said, text)
    }),
  { fastCheck: { numRuns: 4 }, timeout: 120_000 },
)
