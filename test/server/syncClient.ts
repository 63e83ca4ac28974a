import { HttpServer } from "@effect/platform"
import { NodeHttpClient, NodeSocket } from "@effect/platform-node"
import { RpcClient, RpcSerialization } from "@effect/rpc"
import { Effect, Layer } from "effect"
import { nanoid } from "nanoid"
import { Fingerprint } from "../../src/domain/Device.ts"
import { DeviceId, EventId } from "../../src/domain/Ids.ts"
import { SyncRpcs } from "../../src/domain/rpc/SyncRpcs.ts"
import { formatTimestamp } from "../../src/domain/Timestamp.ts"
import { type Hello, protocolVersion, type PushedEvent } from "../../src/domain/sync/Protocol.ts"

export const portOf = Effect.map(HttpServer.HttpServer, ({ address }) =>
  address._tag === "TcpAddress" ? address.port : 0,
)

const clientOver = (protocol: Layer.Layer<RpcClient.Protocol, never, RpcSerialization.RpcSerialization>) =>
  Effect.gen(function* () {
    const context = yield* Layer.build(Layer.provide(protocol, RpcSerialization.layerNdjson))
    return yield* Effect.provide(RpcClient.make(SyncRpcs), context)
  })

/** The calls of a server on this machine. */
export const overWebSocket = (port: number) =>
  clientOver(
    Layer.provide(
      RpcClient.layerProtocolSocket(),
      NodeSocket.layerWebSocket(`ws://127.0.0.1:${port}/rpc/ws`),
    ),
  )

export const overHttp = (port: number) =>
  clientOver(
    Layer.provide(
      RpcClient.layerProtocolHttp({ url: `http://127.0.0.1:${port}/rpc/http` }),
      NodeHttpClient.layerUndici,
    ),
  )

export type SyncClient = Effect.Effect.Success<ReturnType<typeof overWebSocket>>

/** The first call of a device that never synced. */
export const helloOf = (deviceId: DeviceId): Hello => ({
  protocol: protocolVersion,
  device: {
    id: deviceId,
    fingerprint: Fingerprint.make(
      Array.from(deviceId, (it) => it.charCodeAt(0).toString(16).padStart(2, "0"))
        .join("")
        .padEnd(64, "0"),
    ),
    name: "A test",
    createdAt: 1,
  },
  place: null,
  acknowledged: 0,
})

export const newDeviceId = () => DeviceId.make(nanoid())

/** An event that makes a chat, as the device sends it. */
export const chatEvent = (deviceId: DeviceId, number: number, millis = 1): PushedEvent => {
  const id = EventId.make(nanoid())
  return {
    id,
    number,
    timestamp: formatTimestamp({ millis, counter: number }, deviceId),
    baseVersion: 0,
    replaced: null,
    mutation: { _tag: "CreateChat", eventId: id, chatId: nanoid(), title: `Chat ${number}` },
  }
}
