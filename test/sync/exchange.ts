import { assert } from "@effect/vitest"
import { SqlClient, type SqlError } from "@effect/sql"
import { Effect, identity, Stream } from "effect"
import { UserId } from "../../src/domain/Ids.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { inProcess } from "../../src/server/sync/inProcess.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import type { CloudConnection, CloudError } from "../../src/services/sync/CloudApi.ts"
import { SyncRounds } from "../../src/services/sync/SyncRounds.ts"
import { type Device, makeDevice, makeServer, type Server, user, type World } from "../simulation/actors.ts"
import { differences, serverWholeness, wholeness } from "../simulation/checks.ts"
import { makeRandom } from "../simulation/random.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"

export const ann = user
export const ben = { userId: UserId.make("v".repeat(21)), name: "Ben", email: "ben@example.com" }

export const makeWorld = (): World => ({ random: makeRandom(1), cipher: identity, now: 1_800_000_000_000 })

/** Milliseconds. */
export const day = 86_400_000

/** A minute later for everybody. */
export const pass = (world: World, millis = 60_000) =>
  Effect.sync(() => {
    world.now += millis
  })

export const startServer = (world: World) => Effect.acquireRelease(makeServer(world), ({ stop }) => stop)

/** A device on which nobody has signed in yet. */
export const startDevice = (world: World) => Effect.acquireRelease(makeDevice(world), ({ stop }) => stop)

/** Whose the data is, is read at a start, so the device is started anew. */
export const signIn = (device: Device, person = ann) =>
  Effect.zipRight(device.run(Effect.flatMap(Adoption, (it) => it.adopt(person))), device.cut)

export const startSignedIn = (world: World, person = ann) =>
  Effect.tap(startDevice(world), (device) => signIn(device, person))

/** A person's conversation with a server. What is asked is done there, by the server's own clock. */
export const connect = (server: Server, person = ann): CloudConnection => {
  const call = <A>(ask: (cloud: CloudConnection) => Effect.Effect<A, CloudError>) =>
    server.run(Effect.flatMap(inProcess(person), ask))
  return {
    hello: (hello) => call((it) => it.hello(hello)),
    push: (push) => call((it) => it.push(push)),
    pull: (pull) => call((it) => it.pull(pull)),
    snapshot: (request) => call((it) => it.snapshot(request)),
    watch: () => Stream.never,
    devices: call((it) => it.devices),
    emptyTrash: (request) => call((it) => it.emptyTrash(request)),
    revokeDevice: (deviceId) => call((it) => it.revokeDevice(deviceId)),
  }
}

/** One exchange with the server. */
export const sync = (device: Device, cloud: CloudConnection) =>
  device.run(
    Effect.gen(function* () {
      const rounds = yield* SyncRounds
      yield* rounds.greet(cloud)
      yield* rounds.round(cloud)
    }),
  )

/** Everybody learns everything: what the last one sends is there after the second time. */
export const settle = (cloud: CloudConnection, ...devices: ReadonlyArray<Device>) =>
  Effect.forEach([...devices, ...devices], (device) => sync(device, cloud), { discard: true })

/** S6, and that nothing is broken beside it. */
export const areEqual = (server: Server, ...devices: ReadonlyArray<Device>) =>
  Effect.gen(function* () {
    for (const [index, device] of devices.entries()) {
      assert.deepStrictEqual(yield* differences(server, device, `device ${index}`), [])
      assert.deepStrictEqual(yield* wholeness(device, `device ${index}`), [])
    }
    assert.deepStrictEqual(yield* serverWholeness(server), [])
  })

interface HasSql {
  readonly run: <A>(
    effect: Effect.Effect<A, SqlError.SqlError, SqlClient.SqlClient>,
  ) => Effect.Effect<A, SqlError.SqlError>
}

/** Rows as they lie in the tables. */
export const rows = (of: HasSql, statement: string) =>
  of.run(Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe<Record<string, unknown>>(statement)))

/** The values of one column. */
export const values = (of: HasSql, statement: string) =>
  Effect.map(rows(of, statement), (found) => found.flatMap((row) => Object.values(row)))

export const apply = (device: Device, ...mutations: ReadonlyArray<MutationInput>) =>
  device.run(Effect.flatMap(Mutations, (it) => it.apply(mutations)))

let made = 1_000
/** An id that no other change of this file has. */
export const nextId = () => eventIdOf(made++)

type Given<Tag extends MutationInput["_tag"]> = Partial<Omit<Extract<MutationInput, { _tag: Tag }>, "_tag">>

export const createChat = (n: number, title = `Chat ${n}`): MutationInput => ({
  _tag: "CreateChat",
  eventId: nextId(),
  chatId: chatIdOf(n),
  title,
})
export const changeChat = (
  n: number,
  patch: Extract<MutationInput, { _tag: "UpdateChat" }>["patch"],
): MutationInput => ({ _tag: "UpdateChat", eventId: nextId(), chatId: chatIdOf(n), patch })
export const deleteChat = (n: number): MutationInput => ({
  _tag: "DeleteChat",
  eventId: nextId(),
  chatId: chatIdOf(n),
})

/** Into the first chat, unless told otherwise. */
export const addMessage = (n: number, content: string, given: Given<"AddMessage"> = {}): MutationInput => ({
  _tag: "AddMessage",
  eventId: nextId(),
  chatId: chatIdOf(0),
  messageId: messageIdOf(n),
  role: "user",
  content,
  ...given,
})
export const writeMessage = (n: number, content: string): MutationInput => ({
  _tag: "UpdateMessage",
  eventId: nextId(),
  chatId: chatIdOf(0),
  messageId: messageIdOf(n),
  patch: { content },
})
export const deleteMessage = (n: number): MutationInput => ({
  _tag: "DeleteMessage",
  eventId: nextId(),
  chatId: chatIdOf(0),
  messageId: messageIdOf(n),
})
