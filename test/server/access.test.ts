import { RpcClient } from "@effect/rpc"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"
import type { DeviceId } from "../../src/domain/Ids.ts"
import { signUp } from "./people.ts"
import { testServer, testServerOnPostgres } from "./support.ts"
import {
  chatEvent,
  helloOf,
  newDeviceId,
  overHttp,
  overWebSocket,
  portOf,
  type SyncClient,
} from "./syncClient.ts"

/** Every call of the protocol, about a device, with what it knows of the server. */
const calls = (client: SyncClient, deviceId: DeviceId, epoch: string) => {
  const place = { epoch, cursor: 0, mark: null }
  return {
    hello: client.sync.hello(helloOf(deviceId)),
    push: client.sync.push({ deviceId, epoch, events: [chatEvent(deviceId, 1)] }),
    pull: client.sync.pull({ deviceId, place }),
    snapshot: client.sync.snapshot({ deviceId, after: null }),
    watch: Stream.runHead(client.sync.watch({ deviceId })),
    emptyTrash: client.sync.emptyTrash({ deviceId, place, upTo: 0 }),
    devices: client.sync.devices(),
    revokeDevice: client.sync.revokeDevice({ deviceId }),
  }
}

type Call = keyof ReturnType<typeof calls>
const names: ReadonlyArray<Call> = [
  "hello",
  "push",
  "pull",
  "snapshot",
  "watch",
  "emptyTrash",
  "devices",
  "revokeDevice",
]

const everywhere = (answer: string): Record<Call, string> => ({
  hello: answer,
  push: answer,
  pull: answer,
  snapshot: answer,
  watch: answer,
  emptyTrash: answer,
  devices: answer,
  revokeDevice: answer,
})

/** What each kind of caller is answered when it calls about a device of Ann's. */
const table = [
  { caller: "nobody", expected: everywhere("NeedsAuth") },
  { caller: "a bad token", expected: everywhere("NeedsAuth") },
  // their own list, in which it is not
  {
    caller: "another user",
    expected: { ...everywhere("Forbidden"), devices: "ok", revokeDevice: "NotFound" },
  },
  { caller: "its owner", expected: everywhere("ok") },
  // the session is still good, so the device may say goodbye; what it may not is sync
  {
    caller: "the device, revoked",
    expected: { ...everywhere("Forbidden"), devices: "ok", revokeDevice: "ok" },
  },
] as const

const servers = [
  { store: "SQLite", server: testServer },
  { store: "PostgreSQL", server: testServerOnPostgres },
]

describe.each(servers)("who may call what, on $store", ({ server }) => {
  layer(server, { excludeTestServices: true, timeout: "60 seconds" })("the calls", (it) => {
    for (const transport of ["WebSocket", "HTTP"] as const) {
      it.scoped.each(table)(`over ${transport}: $caller`, ({ caller, expected }) =>
        Effect.gen(function* () {
          const port = yield* portOf
          const client = yield* transport === "WebSocket" ? overWebSocket(port) : overHttp(port)
          const tag = `${transport}-${caller.replaceAll(/\W/g, "")}`.toLowerCase()
          const ann = yield* signUp(`ann-${tag}@example.com`)
          const ben = yield* signUp(`ben-${tag}@example.com`)
          const deviceId = newDeviceId()
          const asAnn = RpcClient.withHeaders({ authorization: ann.bearer })
          const { epoch } = yield* asAnn(client.sync.hello(helloOf(deviceId)))
          if (caller === "the device, revoked") yield* asAnn(client.sync.revokeDevice({ deviceId }))

          const headers: Record<string, string> =
            caller === "nobody"
              ? {}
              : caller === "a bad token"
                ? { authorization: "Bearer guessed.guessed" }
                : { authorization: caller === "another user" ? ben.bearer : ann.bearer }
          const answers: Array<[string, string]> = []
          for (const name of names) {
            const answer = yield* calls(client, deviceId, epoch)[name].pipe(
              RpcClient.withHeaders(headers),
              Effect.match({ onFailure: (error) => error._tag, onSuccess: () => "ok" }),
            )
            answers.push([name, answer])
          }
          assert.deepStrictEqual(Object.fromEntries(answers), expected)
        }),
      )
    }
  })
})
