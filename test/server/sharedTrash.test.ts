import { RpcClient } from "@effect/rpc"
import { SqlClient } from "@effect/sql"
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { type DeviceId, EventId } from "../../src/domain/Ids.ts"
import type { Mutation } from "../../src/domain/Mutation.ts"
import { erasedText } from "../../src/domain/Text.ts"
import { formatTimestamp } from "../../src/domain/Timestamp.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { signUp } from "./people.ts"
import { testServer, testServerOnPostgres } from "./support.ts"
import { helloOf, newDeviceId, overHttp, portOf, type SyncClient } from "./syncClient.ts"

const servers = [
  { store: "SQLite", server: testServer },
  { store: "PostgreSQL", server: testServerOnPostgres },
]

const [chatId, other] = [chatIdOf(0), chatIdOf(1)]
const messageOf = (n: number, content: string) =>
  ({
    _tag: "AddMessage",
    eventId: eventIdOf(0),
    chatId,
    messageId: messageIdOf(n),
    parentId: n === 0 ? null : messageIdOf(n - 1),
    edits: null,
    role: "user",
    content,
    status: "complete",
    model: null,
  }) satisfies Mutation

const chat = {
  _tag: "CreateChat",
  eventId: eventIdOf(0),
  title: "Trip",
  model: null,
  folder: "Private",
} as const

/** Events of a device from a number on, whatever they say. */
const eventsOf = (device: DeviceId, from: number, mutations: ReadonlyArray<Mutation>) =>
  mutations.map((mutation, index) => {
    const id = EventId.make(`e${device.slice(0, 14)}${String(from + index).padStart(6, "0")}`)
    const timestamp = formatTimestamp({ millis: from + index, counter: 0 }, device)
    const number = from + index
    return {
      id,
      number,
      timestamp,
      baseVersion: number,
      replaced: null,
      mutation: { ...mutation, eventId: id },
    }
  })

const everything = (client: SyncClient, deviceId: DeviceId, epoch: string) =>
  Effect.map(client.sync.pull({ deviceId, place: { epoch, cursor: 0, mark: null } }), (page) => page)

describe.each(servers)("the trash on $store", ({ server }) => {
  layer(server, { excludeTestServices: true, timeout: "60 seconds" })("", (it) => {
    it.scoped("is emptied of what the device had seen, in the order in which devices need it", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const client = yield* overHttp(yield* portOf)
        const as = RpcClient.withHeaders({ authorization: (yield* signUp("trash@example.com")).bearer })
        const deviceId = newDeviceId()
        const { emptiesTrash, epoch } = yield* as(client.sync.hello(helloOf(deviceId)))
        assert.isTrue(emptiesTrash)
        const push = (from: number, ...mutations: ReadonlyArray<Mutation>) =>
          as(client.sync.push({ deviceId, epoch, events: eventsOf(deviceId, from, mutations) }))
        const update = {
          _tag: "UpdateMessage",
          eventId: eventIdOf(0),
          chatId,
          messageId: messageIdOf(1),
        } as const
        yield* push(
          1,
          { ...chat, chatId, systemPrompt: "Be brief" },
          messageOf(0, "Secret"),
          messageOf(1, "Draft of a reply"),
          { ...update, patch: { content: "Reply", status: "complete" } },
          { ...chat, chatId: other, systemPrompt: null },
          { _tag: "DeleteChat", eventId: eventIdOf(0), chatId },
        )
        const { place: seen } = yield* as(everything(client, deviceId, epoch))
        yield* push(7, { _tag: "DeleteChat", eventId: eventIdOf(0), chatId: other })
        const { place } = yield* as(everything(client, deviceId, epoch))

        const empty = (upTo: number) => as(client.sync.emptyTrash({ deviceId, place, upTo }))
        const { serverTime: _, ...answer } = yield* empty(seen.cursor)
        assert.deepStrictEqual(answer, { chats: 1, messages: 0, hasMore: false })
        const page = yield* as(client.sync.pull({ deviceId, place }))
        assert.deepStrictEqual(
          page.rows.map(({ row }) => ("content" in row ? row.content : "title" in row ? row.title : "")),
          [erasedText, erasedText, erasedText],
        )
        assert.deepInclude(page.rows[0]?.row, { systemPrompt: erasedText, folder: erasedText })
        // as if only its state had ever changed
        assert.deepStrictEqual(Object.keys(page.rows[2]?.row.clocks ?? {}), ["status"])
        assert.deepEqual(yield* sql`SELECT title FROM chat ORDER BY id`, [
          { title: erasedText },
          { title: "Trip" },
        ])
        // once more, as after a lost answer
        const { serverTime: __, ...again } = yield* empty(seen.cursor)
        assert.deepStrictEqual(again, { chats: 0, messages: 0, hasMore: false })
        // a place of another history
        const foreign = { ...place, mark: "another" }
        const refused = yield* Effect.flip(
          as(client.sync.emptyTrash({ deviceId, place: foreign, upTo: place.cursor })),
        )
        assert.strictEqual(refused._tag, "EpochMismatch")
      }),
    )

    it.scoped("goes in portions where it is large, each chat whole", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const client = yield* overHttp(yield* portOf)
        const as = RpcClient.withHeaders({ authorization: (yield* signUp("large@example.com")).bearer })
        const deviceId = newDeviceId()
        const { epoch, userId } = yield* as(client.sync.hello(helloOf(deviceId)))
        const times = { created_at: 1, updated_at: 1 }
        for (const n of [2, 3]) {
          const row = { id: chatIdOf(n), user_id: userId, title: `Chat ${n}`, active_at: 1, ...times }
          yield* sql`INSERT INTO chat ${sql.insert({ ...row, deleted_at: 1, version: 1 })}`
          const messages = Array.from({ length: 600 }, (_, at) => ({
            id: messageIdOf(n * 10_000 + at),
            chat_id: chatIdOf(n),
            role: "user",
            content: "Long",
            version: 1,
            ...times,
          }))
          yield* sql`INSERT INTO message ${sql.insert(messages)}`
        }
        const { place } = yield* as(everything(client, deviceId, epoch))
        const answers: Array<readonly [number, boolean]> = []
        for (let hasMore = true; hasMore;) {
          const answer = yield* as(client.sync.emptyTrash({ deviceId, place, upTo: place.cursor }))
          hasMore = answer.hasMore
          answers.push([answer.chats, hasMore])
        }
        assert.deepStrictEqual(answers, [
          [1, true],
          [1, false],
        ])
        assert.deepEqual(yield* sql`SELECT count(*) AS n FROM message WHERE content = 'Long'`, [{ n: 0 }])
      }),
    )
  })
})
