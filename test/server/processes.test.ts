import { NodeContext } from "@effect/platform-node"
import { RpcClient } from "@effect/rpc"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Queue, Redacted, Schedule, Stream } from "effect"
import { startPostgres } from "../support/postgres.ts"
import { dataFolder, startProcess } from "./serverProcess.ts"
import { chatEvent, helloOf, newDeviceId, overHttp, overWebSocket } from "./syncClient.ts"

const signUp = (port: number, email: string) =>
  Effect.promise(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password: "correct horse battery", name: "Ann" }),
    })
    return { authorization: `Bearer ${answer.headers.get("set-auth-token")}` }
  })

/** Waits until the server and its database answer. */
const ready = (port: number) =>
  Effect.tryPromise(() => fetch(`http://127.0.0.1:${port}/ready`)).pipe(
    Effect.filterOrFail(({ ok }) => ok),
    Effect.retry(Schedule.spaced("100 millis")),
    Effect.timeout("20 seconds"),
  )

it.scopedLive(
  "two servers on one PostgreSQL: what is pushed to one is told by the other, also after the database was away",
  () =>
    Effect.gen(function* () {
      const postgres = yield* startPostgres
      const environment = {
        OPENCHAT_DATABASE_URL: Redacted.value(yield* postgres.newDatabase),
        OPENCHAT_SECRET: "the same secret for all servers of one database",
        OPENCHAT_DATA: yield* dataFolder,
      }
      // both at once, so that both want to make the tables
      const [one, two] = yield* Effect.all([startProcess(environment), startProcess(environment)], {
        concurrency: 2,
      })
      const headers = yield* signUp(one.port, "ann@example.com")
      const as = RpcClient.withHeaders(headers)
      const [watcher, writer] = [newDeviceId(), newDeviceId()]
      const onOne = yield* overHttp(one.port)
      const onTwo = yield* overWebSocket(two.port)
      yield* as(onTwo.sync.hello(helloOf(watcher)))
      const { epoch, version } = yield* as(onOne.sync.hello(helloOf(writer)))

      const pokes = yield* Queue.unbounded<number>()
      yield* onTwo.sync.watch({ deviceId: watcher }).pipe(
        Stream.runForEach((poke) => Queue.offer(pokes, poke.version)),
        as,
        Effect.fork,
      )
      const next = Effect.timeout(Queue.take(pokes), "5 seconds")
      assert.strictEqual(yield* next, version)

      const push = (number: number) =>
        as(onOne.sync.push({ deviceId: writer, epoch, events: [chatEvent(writer, number)] }))
      yield* push(1)
      assert.strictEqual(yield* next, version + 1)

      yield* postgres.stop
      const failed = yield* Effect.either(push(2))
      assert.isTrue(failed._tag === "Left" && failed.left._tag === "Transient", JSON.stringify(failed))
      yield* postgres.start
      yield* Effect.all([ready(one.port), ready(two.port)])
      // the ear of the other server comes back within a second or two, or a push is heard of at its next look
      yield* push(2)
      const heard = yield* Effect.fork(Effect.timeout(Queue.take(pokes), "10 seconds"))
      yield* Effect.raceFirst(
        Fiber.join(heard),
        Effect.repeat(
          Effect.suspend(() => as(onOne.sync.hello(helloOf(newDeviceId())))),
          Schedule.spaced("500 millis"),
        ),
      )
    }).pipe(Effect.provide(NodeContext.layer)),
  90_000,
)

it.scopedLive(
  "a server that is killed has kept what it acknowledged, its epoch and its sessions",
  () =>
    Effect.gen(function* () {
      const environment = { OPENCHAT_DATA: yield* dataFolder }
      const deviceId = newDeviceId()
      const before = yield* startProcess(environment)
      const headers = yield* signUp(before.port, "ann@example.com")
      const as = RpcClient.withHeaders(headers)
      const first = yield* overHttp(before.port)
      const { epoch } = yield* as(first.sync.hello(helloOf(deviceId)))
      yield* as(first.sync.push({ deviceId, epoch, events: [chatEvent(deviceId, 1)] }))
      yield* before.kill("SIGKILL")

      const after = yield* startProcess(environment)
      const second = yield* overHttp(after.port)
      const welcome = yield* as(second.sync.hello(helloOf(deviceId)))
      assert.deepInclude(welcome, { epoch, lastNumber: 1 })
      const place = { epoch, cursor: 0, mark: null }
      const { rows } = yield* as(second.sync.pull({ deviceId, place }))
      assert.isTrue(rows.some(({ entity }) => entity === "chat"))
    }).pipe(Effect.provide(NodeContext.layer)),
  60_000,
)

it.scopedLive(
  "a server that is told to stop does so although a device is connected",
  () =>
    Effect.gen(function* () {
      const server = yield* startProcess({ OPENCHAT_DATA: yield* dataFolder })
      const as = RpcClient.withHeaders(yield* signUp(server.port, "ann@example.com"))
      const client = yield* overWebSocket(server.port)
      const deviceId = newDeviceId()
      yield* as(client.sync.hello(helloOf(deviceId)))
      const watching = yield* Effect.fork(as(Stream.runDrain(client.sync.watch({ deviceId }))))
      yield* Effect.fork(server.kill("SIGTERM"))
      const code = yield* Effect.timeout(server.exitCode, "5 seconds")
      assert.isTrue(code === 0 || code === 130 || code === 143, String(code))
      assert.isTrue((yield* Fiber.await(watching))._tag === "Failure")
    }).pipe(Effect.provide(NodeContext.layer)),
  60_000,
)
