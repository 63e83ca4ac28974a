import { RpcClient } from "@effect/rpc"
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { signUp } from "./people.ts"
import { testServer, testServerOnPostgres } from "./support.ts"
import { chatEvent, helloOf, newDeviceId, overHttp, portOf, type SyncClient } from "./syncClient.ts"

const servers = [
  { store: "SQLite", server: testServer },
  { store: "PostgreSQL", server: testServerOnPostgres },
]

/** A person with a device that greeted the server. */
const greeted = (client: SyncClient, email: string, deviceId = newDeviceId()) =>
  Effect.gen(function* () {
    const as = RpcClient.withHeaders({ authorization: (yield* signUp(email)).bearer })
    const { epoch } = yield* as(client.sync.hello(helloOf(deviceId)))
    return { as, deviceId, epoch }
  })

describe.each(servers)("what two people made up alike, on $store", ({ server }) => {
  layer(server, { excludeTestServices: true, timeout: "60 seconds" })("", (it) => {
    it.scoped("a fingerprint: both devices are registered, and each person has one of it", () =>
      Effect.gen(function* () {
        const client = yield* overHttp(yield* portOf)
        const ann = yield* greeted(client, "ann-print@example.com")
        const { as } = yield* greeted(client, "ben-print@example.com")
        const { device } = helloOf(ann.deviceId)
        const alike = (id: typeof ann.deviceId) => ({ ...helloOf(id), device: { ...device, id } })
        yield* as(client.sync.hello(alike(newDeviceId())))
        const copy = yield* Effect.flip(ann.as(client.sync.hello(alike(newDeviceId()))))
        assert.strictEqual(copy._tag, "Forbidden")
        assert.lengthOf(yield* ann.as(client.sync.devices()), 1)
      }),
    )

    it.scoped("the id of a change: it is taken from both, and nobody hears of the other's", () =>
      Effect.gen(function* () {
        const client = yield* overHttp(yield* portOf)
        const ann = yield* greeted(client, "ann-event@example.com")
        const ben = yield* greeted(client, "ben-event@example.com")
        const event = chatEvent(ann.deviceId, 1)
        const first = yield* ann.as(client.sync.push({ ...ann, events: [event] }))

        const own = chatEvent(ben.deviceId, 1)
        const alike = { ...own, id: event.id, mutation: { ...Object(own.mutation), eventId: event.id } }
        const events = [alike, chatEvent(ben.deviceId, 2)]
        const { outcomes, rows } = yield* ben.as(client.sync.push({ ...ben, events }))
        assert.deepStrictEqual(
          outcomes.map(({ outcome }) => outcome),
          ["applied", "applied"],
        )
        assert.lengthOf(rows, 2)
        const again = yield* ann.as(client.sync.push({ ...ann, events: [event] }))
        assert.deepStrictEqual([again.outcomes, again.rows], [first.outcomes, first.rows])
      }),
    )

    it.scoped("an id that one push names twice is one change", () =>
      Effect.gen(function* () {
        const client = yield* overHttp(yield* portOf)
        const ann = yield* greeted(client, "twice@example.com")
        const event = chatEvent(ann.deviceId, 1)
        const events = [event, { ...event, number: 2 }]
        const { outcomes, rows } = yield* ann.as(client.sync.push({ ...ann, events }))
        assert.deepStrictEqual(
          outcomes.map(({ outcome }) => outcome),
          ["applied", "applied"],
        )
        assert.lengthOf(rows, 1)
      }),
    )
  })
})
