import { Socket } from "@effect/platform"
import { NodeSocket } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Arbitrary, Deferred, Effect, Either, FastCheck, Schema } from "effect"
import { decodeUntrusted } from "../../src/domain/decodeUntrusted.ts"
import { Mutation } from "../../src/domain/Mutation.ts"
import { ServerError, SyncRpcs } from "../../src/domain/rpc/SyncRpcs.ts"
import { SnapshotPage, Welcome } from "../../src/domain/sync/Protocol.ts"
import { fitted, fuzzRuns, jsonJunk, spoilt } from "../support/junk.ts"
import { dump } from "../support/tables.ts"
import { json, send, signUp } from "./people.ts"
import { ask, testServer } from "./support.ts"
import { chatEvent, helloOf, newDeviceId, portOf } from "./syncClient.ts"

/** Calls of one run, before the database is looked at. */
const perRun = 8

const deviceId = newDeviceId()
const mutation = Arbitrary.make(Mutation).map((it): unknown => Schema.encodeSync(Mutation)(it))
const changes = FastCheck.array(
  FastCheck.oneof(
    { weight: 2, arbitrary: mutation },
    { weight: 1, arbitrary: spoilt(mutation, jsonJunk) },
    { weight: 1, arbitrary: jsonJunk },
    { weight: 1, arbitrary: FastCheck.constant({ _tag: { toString: 1 }, eventId: "" }) },
  ),
  { minLength: 1, maxLength: 5 },
)

const Line = Schema.parseJson(
  Schema.Struct({
    _tag: Schema.String,
    requestId: Schema.optional(Schema.String),
    exit: Schema.optional(Schema.Unknown),
  }),
)
const Answered = Schema.Union(
  Schema.Struct({ _tag: Schema.Literal("Success") }),
  Schema.Struct({
    _tag: Schema.Literal("Failure"),
    cause: Schema.Struct({ _tag: Schema.Literal("Fail"), error: ServerError }),
  }),
)

interface Call {
  readonly tag: string
  readonly payload: unknown
}

const calls = Array.from(SyncRpcs.requests.values(), (rpc) => {
  const { payloadSchema }: { readonly payloadSchema: Schema.Schema.AnyNoContext } = rpc
  const decode = decodeUntrusted(payloadSchema)
  const isVoid = payloadSchema.ast._tag === "VoidKeyword"
  const fits: FastCheck.Arbitrary<unknown> = isVoid
    ? jsonJunk
    : Arbitrary.make(payloadSchema).map(Schema.encodeSync(payloadSchema))
  const bad = FastCheck.oneof(jsonJunk, spoilt(fits, jsonJunk)).filter((it) => Either.isLeft(decode(it)))
  return { tag: rpc._tag, isVoid, fits, bad }
})

const refused = FastCheck.oneof(
  ...calls
    .filter(({ isVoid }) => !isVoid)
    .map(({ bad, tag }) => bad.map((payload): Call => ({ tag, payload }))),
)
const taken = FastCheck.oneof(
  ...calls.map(({ fits, tag }) => fits.map((payload): Call => ({ tag, payload }))),
)

let asked = 0

const linesOf = (list: ReadonlyArray<Call>, bearer: string) =>
  list
    .map(({ payload, tag }, index) => {
      asked++
      const headers = [["authorization", bearer]]
      return `${JSON.stringify({ _tag: "Request", id: String(index + 1), tag, payload, headers })}\n`
    })
    .join("")

/** What each call was answered, by its place. */
const outcomes = (lines: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const found = new Map<string, typeof Answered.Type>()
    for (const line of lines) {
      const { _tag, exit, requestId } = yield* Schema.decodeUnknown(Line)(line)
      assert.include(["Exit", "Chunk"], _tag, line.slice(0, 1_000))
      if (_tag !== "Exit" || requestId === undefined) continue
      const answered = yield* Effect.orElse(Schema.decodeUnknown(Answered)(exit), () =>
        Effect.sync(() => assert.fail(line.slice(0, 1_000))),
      )
      // a defect of the server is told as one that passes
      if (answered._tag === "Failure") assert.notStrictEqual(answered.cause.error._tag, "Transient", line)
      found.set(requestId, answered)
    }
    return Array.from(found.values())
  })

const linesIn = (text: string) => text.split("\n").filter((line) => line !== "")

const overHttp = (list: ReadonlyArray<Call>, bearer: string) =>
  Effect.gen(function* () {
    const type = { "content-type": "application/ndjson" }
    const { body } = yield* ask("/rpc/http", type, "POST", linesOf(list, bearer))
    return yield* outcomes(linesIn(body.toString()))
  })

const overWebSocket = (list: ReadonlyArray<Call>, bearer: string) =>
  Effect.gen(function* () {
    const socket = yield* Effect.provide(
      Socket.makeWebSocket(`ws://127.0.0.1:${yield* portOf}/rpc/ws`),
      NodeSocket.layerWebSocketConstructor,
    )
    const heard: Array<string> = []
    const all = yield* Deferred.make<void>()
    const decoder = new TextDecoder()
    const isEnd = (line: string) => line.includes('"_tag":"Exit"') || line.includes('"_tag":"Defect"')
    yield* Effect.fork(
      socket.run((bytes) => {
        heard.push(...linesIn(decoder.decode(bytes)))
        return heard.filter(isEnd).length < list.length ? Effect.void : Deferred.succeed(all, undefined)
      }),
    )
    const write = yield* socket.writer
    yield* write(linesOf(list, bearer))
    yield* Deferred.await(all)
    return yield* outcomes(heard)
  }).pipe(Effect.scoped)

layer(testServer, { excludeTestServices: true })("the calls of a device", (it) => {
  let owner: string | undefined
  /** Signing up is slow on purpose, so that is done once. */
  const bearerOf = Effect.gen(function* () {
    owner ??= (yield* signUp("ann@example.com")).bearer
    const answer = yield* send("POST", "/api/v1/devices", helloOf(deviceId), { authorization: owner })
    return { bearer: owner, ...(yield* Schema.decodeUnknown(Welcome)(json(answer))) }
  })

  /** Everything that is kept can be read: every row is one that a device understands. */
  const readAll = (bearer: string) =>
    Effect.gen(function* () {
      let after: string | null = ""
      while (after !== null) {
        const place = after === "" ? "" : `&after=${encodeURIComponent(after)}`
        const answer = yield* send("GET", `/api/v1/snapshot?deviceId=${deviceId}${place}`, undefined, {
          authorization: bearer,
        })
        const page: typeof SnapshotPage.Type = yield* Schema.decodeUnknown(SnapshotPage)(json(answer))
        after = page.next
      }
    })

  for (const [name, say] of [
    ["HTTP", overHttp],
    ["WebSocket", overWebSocket],
  ] as const) {
    it.effect.prop(
      `over ${name} are refused where they do not fit, each with a typed error, and nothing changes`,
      [FastCheck.array(refused, { minLength: perRun, maxLength: perRun })],
      ([list]) =>
        Effect.gen(function* () {
          const { bearer } = yield* bearerOf
          const before = yield* dump
          const answers = yield* say(list, bearer)
          assert.deepStrictEqual(
            answers.map((it) => (it._tag === "Failure" ? it.cause.error._tag : it._tag)),
            list.map(() => "InvalidInput"),
          )
          assert.deepStrictEqual(yield* dump, before)
        }),
      { fastCheck: { numRuns: fuzzRuns }, timeout: 5_000 * fuzzRuns },
    )

    it.effect.prop(
      `over ${name} are answered where they fit, with a success or a typed error, and all can be read`,
      [FastCheck.array(FastCheck.tuple(taken, FastCheck.nat(9)), { minLength: 1, maxLength: perRun })],
      ([list]) =>
        Effect.gen(function* () {
          const { bearer, epoch } = yield* bearerOf
          const ids = { deviceId: [deviceId], epoch: [epoch] }
          // nobody waits for what a device that watches is told
          const fit = list.map(([{ payload, tag }, at]) => ({
            tag,
            payload: tag === "sync.watch" || tag === "sync.revokeDevice" ? payload : fitted(payload, ids, at),
          }))
          const answers = yield* say(fit, bearer)
          assert.strictEqual(answers.length, fit.length)
          yield* readAll(bearer)
        }),
      { fastCheck: { numRuns: fuzzRuns }, timeout: 5_000 * fuzzRuns },
    )
  }

  it.effect.prop(
    "bring changes of any kind, each of which is taken or refused alone, and all can be read",
    [changes],
    ([mutations]) =>
      Effect.gen(function* () {
        const { bearer, epoch, lastNumber } = yield* bearerOf
        const events = mutations.map((it, index) => {
          const event = chatEvent(deviceId, lastNumber + 1 + index)
          const mine = typeof it === "object" && it !== null && !Array.isArray(it) && "eventId" in it
          return { ...event, mutation: mine ? { ...it, eventId: event.id } : it }
        })
        const payload = { deviceId, epoch, events }
        const [answer] = yield* overHttp([{ tag: "sync.push", payload }], bearer)
        assert.strictEqual(answer?._tag, "Success", JSON.stringify(answer))
        assert.strictEqual((yield* bearerOf).lastNumber, lastNumber + events.length)
        yield* readAll(bearer)
      }),
    { fastCheck: { numRuns: fuzzRuns * 2 }, timeout: 5_000 * fuzzRuns },
  )

  it.effect("were made hundreds of times", () =>
    Effect.sync(() => {
      assert.isAbove(asked, fuzzRuns * perRun * 2)
    }),
  )
})
