import { RpcClient } from "@effect/rpc"
import { SqlClient } from "@effect/sql"
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { signUp } from "./people.ts"
import { testServer, testServerOnPostgres } from "./support.ts"
import { chatEvent, helloOf, newDeviceId, overHttp, portOf } from "./syncClient.ts"

const servers = [
  { store: "SQLite", server: testServer },
  { store: "PostgreSQL", server: testServerOnPostgres },
]

/** As if everything had been there for longer than it is kept. */
const compact = Effect.provide(
  Effect.flatMap(Compaction, (it) => it.run(-60_000)),
  Compaction.Default,
)

describe.each(servers)("compaction on $store", ({ server }) => {
  layer(server, { excludeTestServices: true, timeout: "60 seconds" })("", (it) => {
    it.scoped("keeps the newest record of a device, and comes back for the next alone", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const client = yield* overHttp(yield* portOf)
        const as = RpcClient.withHeaders({ authorization: (yield* signUp("old@example.com")).bearer })
        const deviceId = newDeviceId()
        const { epoch } = yield* as(client.sync.hello(helloOf(deviceId)))
        const push = (number: number) =>
          as(client.sync.push({ deviceId, epoch, events: [chatEvent(deviceId, number)] }))
        yield* push(1)
        yield* push(2)
        assert.deepStrictEqual(yield* compact, { people: 1, removed: 0 })
        assert.deepStrictEqual(yield* compact, { people: 0, removed: 0 })
        yield* push(3)
        assert.deepStrictEqual(yield* compact, { people: 1, removed: 0 })
        assert.deepEqual(yield* sql`SELECT number, compacted FROM sync_event`, [{ number: 3, compacted: 1 }])
      }),
    )
  })
})
