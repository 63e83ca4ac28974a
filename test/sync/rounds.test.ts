import { assert, it } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { type Context, Effect } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { SyncRounds } from "../../src/services/sync/SyncRounds.ts"
import { connect, type Device, makeDevice, makeServer, type Server } from "../simulation/world.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"

const apply = (device: Device, ...mutations: ReadonlyArray<MutationInput>) =>
  Effect.provide(
    Effect.flatMap(Mutations, (it) => it.apply(mutations)),
    device,
  )

const sync = (device: Device, server: Server) =>
  Effect.gen(function* () {
    const cloud = yield* connect(server)
    yield* Effect.provide(
      Effect.gen(function* () {
        const rounds = yield* SyncRounds
        yield* rounds.greet(cloud)
        yield* rounds.round(cloud)
      }),
      device,
    )
  })

const messages = (of: Context.Context<SqlClient.SqlClient>) =>
  Effect.provide(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return yield* sql`SELECT id, content, version, versions, clocks, deleted_at FROM message ORDER BY id`
    }),
    of,
  )

it.scoped("what one device writes is on the other", () =>
  Effect.gen(function* () {
    const server = yield* makeServer
    const [a, b] = [yield* makeDevice, yield* makeDevice]
    yield* apply(
      a,
      { _tag: "CreateChat", eventId: eventIdOf(0), chatId: chatIdOf(0), title: "Chat" },
      {
        _tag: "AddMessage",
        eventId: eventIdOf(1),
        chatId: chatIdOf(0),
        messageId: messageIdOf(0),
        role: "user",
        content: "Hello",
      },
    )
    yield* sync(a, server)
    yield* sync(b, server)
    assert.deepStrictEqual(yield* messages(b), yield* messages(server))
    assert.deepStrictEqual(yield* messages(a), yield* messages(server))
    assert.strictEqual((yield* messages(b)).length, 1)
  }),
)
