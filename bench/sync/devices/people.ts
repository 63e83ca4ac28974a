import { RpcClient } from "@effect/rpc"
import { NodeSocket } from "@effect/platform-node"
import { Effect, Layer, Schema } from "effect"
import { UserId } from "../../../src/domain/Ids.ts"
import { CloudApi } from "../../../src/services/sync/CloudApi.ts"
import { layerWebSocket } from "../../../src/services/sync/CloudApiRpc.ts"
import { helloOf, newDeviceId } from "../../../test/server/syncClient.ts"
import type { Person } from "./Plan.ts"

const SignedUp = Schema.Struct({ user: Schema.Struct({ id: UserId }) })

export const signUp = Effect.fn("signUp")(function* (port: number, name: string) {
  const email = `${name.toLowerCase()}@example.com`
  const answer = yield* Effect.promise(() =>
    fetch(`http://127.0.0.1:${port}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password: "correct horse battery", name }),
    }),
  )
  const body: unknown = yield* Effect.promise(() => answer.json())
  const { user } = yield* Schema.decodeUnknown(SignedUp)(body)
  const person: Person = {
    userId: user.id,
    email,
    name,
    authorization: `Bearer ${answer.headers.get("set-auth-token")}`,
  }
  return person
})

/** Whoever asks within it is this person. */
export const as = ({ authorization }: Person) => RpcClient.withHeaders({ authorization })

/** The product's own way to the server, over one socket. */
export const cloudAt = (port: number) =>
  Layer.provide(layerWebSocket(`ws://127.0.0.1:${port}/rpc/ws`), NodeSocket.layerWebSocketConstructor)

const connect = (port: number) =>
  Effect.provide(
    Effect.flatMap(CloudApi, (cloud) => cloud.connect),
    cloudAt(port),
  )

/** A device that keeps nothing: it costs next to nothing itself, so that what is measured is the server. */
export const joinAsDevice = Effect.fn("joinAsDevice")(function* (port: number, person: Person) {
  const connection = yield* connect(port)
  const deviceId = newDeviceId()
  const { epoch } = yield* as(person)(connection.hello(helloOf(deviceId)))
  return { connection, deviceId, epoch, person } as const
})
export type BareDevice = Effect.Effect.Success<ReturnType<typeof joinAsDevice>>

/** Somebody new with one device. */
export const newcomer = (port: number, name: string) =>
  Effect.flatMap(signUp(port, name), (person) => joinAsDevice(port, person))
