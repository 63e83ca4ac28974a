import { RpcClient } from "@effect/rpc"
import { assert, it, layer } from "@effect/vitest"
import type { FromClientEncoded, FromServerEncoded } from "@effect/rpc/RpcMessage"
import { Cause, Effect, Exit, Fiber, Layer, Option, Queue, Stream } from "effect"
import { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import type { Client } from "../../src/worker/Hub.ts"
import { chatIdOf, eventIdOf, tabOf } from "../support/ids.ts"
import { portProtocol } from "../support/portProtocol.ts"
import { handlersOn, OpenedInMemory, poison, serve, Wire } from "../support/worker.ts"
import { contract } from "./contract.ts"

type Hub = Effect.Effect.Success<ReturnType<typeof serve>>["hub"]

/** A channel with the hub at its other end. */
const plugIn = (hub: Hub) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const { port1, port2 } = new MessageChannel()
      const line: Client = hub.connect((message) => port1.postMessage(message))
      port1.onmessage = ({ data }: MessageEvent<FromClientEncoded>) => line.receive(data)
      return { port1, port2, line }
    }),
    ({ port1, port2, line }) =>
      Effect.sync(() => {
        line.disconnect()
        port1.close()
        port2.close()
      }),
  )

const clientOn = (hub: Hub) =>
  Effect.gen(function* () {
    const { port2 } = yield* plugIn(hub)
    const protocol = yield* portProtocol(port2)
    return yield* Effect.provideService(RpcClient.make(WorkerRpcs), RpcClient.Protocol, protocol)
  })

const OverPort = Layer.scoped(
  Wire,
  Effect.map(serve(WorkerRpcs, handlersOn(OpenedInMemory)), ({ hub, active }) => ({
    connect: clientOn(hub),
    active,
  })),
)

contract("the worker over a port", OverPort)

layer(OverPort)("a defect over a port", (it) => {
  it.scoped("ends the call that met it and no other, of the same page or another", () =>
    Effect.gen(function* () {
      const { connect } = yield* Wire
      const [client, other] = [yield* connect, yield* connect]
      const chatId = chatIdOf(1)
      const answers = yield* Queue.unbounded<string | undefined>()
      const follow = (it: typeof client) =>
        Effect.forkScoped(
          Stream.runForEach(it.chats.watchOne({ chatId }), (row) => answers.offer(row?.title)),
        )
      const fibers = [yield* follow(client), yield* follow(other)]
      yield* Effect.all([answers.take, answers.take])
      const died = yield* Effect.exit(client.search.find({ text: poison, limit: 1 }))
      assert.isTrue(Exit.isFailure(died) && Cause.isDie(died.cause))
      yield* client.mutate({
        mutations: [{ _tag: "CreateChat", eventId: eventIdOf(1), chatId, title: "Goes on" }],
      })
      assert.deepStrictEqual(yield* Effect.all([answers.take, answers.take]), ["Goes on", "Goes on"])
      assert.isTrue((yield* Effect.forEach(fibers, Fiber.poll)).every(Option.isNone))
    }),
  )
})

it.scoped("a request that breaks the contract is refused alone, whoever sends it", () =>
  Effect.gen(function* () {
    const { hub } = yield* serve(WorkerRpcs, handlersOn(OpenedInMemory))
    const client = yield* clientOn(hub)
    const { port2 } = yield* plugIn(hub)
    const replies = yield* Queue.unbounded<FromServerEncoded>()
    port2.onmessage = ({ data }: MessageEvent<FromServerEncoded>) => replies.unsafeOffer(data)
    const send = (id: string, tag: string, payload: unknown) =>
      port2.postMessage({ _tag: "Request", id, tag, payload, headers: [] })
    const broken: ReadonlyArray<readonly [string, unknown]> = [
      ["chats.watchOne", { chatId: "no id" }],
      ["chats.watchOne", null],
      ["chats.watch", { shelf: "active", limit: 1_000_000 }],
      ["messages.selectSibling", { messageId: 7, offset: 3 }],
      ["drafts.put", { key: "new", tab: "a", content: 5 }],
      ["account.signIn", { email: "ann@example.com", password: ["a secret"] }],
      ["account.signIn", { email: "ann@example.com", password: "a secret".repeat(20) }],
    ]
    for (const [index, [tag, payload]] of broken.entries()) {
      send(String(index + 1), tag, payload)
      const reply = JSON.stringify(yield* replies.take)
      assert.include(reply, '"InvalidInput"', tag)
      assert.notInclude(reply, "secret")
    }
    // of another build: the page is told, and nobody else
    send("50", "no.such.call", {})
    assert.strictEqual((yield* replies.take)._tag, "Defect")
    send("100", "drafts.adopt", { key: "new", tab: "a" })
    assert.include(JSON.stringify(yield* replies.take), '"Success"')
    assert.strictEqual(yield* client.drafts.adopt({ key: "new", tab: tabOf(0) }), "")
  }),
)
