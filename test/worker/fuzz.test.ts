import { Rpc } from "@effect/rpc"
import { assert, layer } from "@effect/vitest"
import { Arbitrary, Cause, Effect, Either, Exit, FastCheck, Option, Schema } from "effect"
import { decodeUntrusted } from "../../src/domain/decodeUntrusted.ts"
import { type AppError, describe } from "../../src/domain/errors/AppError.ts"
import { Mutation } from "../../src/domain/Mutation.ts"
import { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import { fitted, fuzzRuns, junk, spoilt } from "../support/junk.ts"
import { FuzzedWorker } from "./fuzzedWorker.ts"

/** Payloads of one run, before the database is looked at. */
const perRun = 8

type Payload = Schema.Schema.AnyNoContext

const mutations: Payload = Schema.Struct({ mutations: Schema.Array(Mutation) })
const isMutations = decodeUntrusted(mutations, { onExcessProperty: "error" })

/** A call that believes what it is given is checked by its service, against this. */
const checkedByService: Readonly<
  Record<string, { readonly payload: Payload; readonly takes: (it: unknown) => boolean }>
> = {
  mutate: {
    payload: mutations,
    takes: (it) => Either.isRight(isMutations({ mutations: Reflect.get(Object(it), "mutations") })),
  },
}

/** They say nothing before something happens, so nobody waits for it. */
const silent = new Set(["problems.watch", "replies.follow", "browserModel.jobs"])

const calls = Array.from(WorkerRpcs.requests.values(), (rpc) => {
  const { payloadSchema }: { readonly payloadSchema: Payload } = rpc
  const decode = decodeUntrusted(payloadSchema)
  const { payload, takes } = checkedByService[rpc._tag] ?? {
    payload: payloadSchema,
    takes: (it: unknown) => Either.isRight(decode(it)),
  }
  // a call that takes nothing does not look at what comes with it
  const isVoid = payload.ast._tag === "VoidKeyword"
  const good: FastCheck.Arbitrary<unknown> = isVoid
    ? junk
    : Arbitrary.make(payload).map(Schema.encodeSync(payload))
  return {
    tag: rpc._tag,
    isVoid,
    exit: Rpc.exitSchema(rpc),
    takes,
    good,
  }
})

let asked = 0

/** What came back: null for a success. A defect of the worker or an answer that is none fails the test. */
const outcome = ({ exit, tag }: (typeof calls)[number], payload: unknown) =>
  Effect.gen(function* () {
    const { page } = yield* FuzzedWorker
    asked++
    const reply = yield* page.ask(tag, payload, silent.has(tag))
    const answer: Exit.Exit<unknown, AppError> = yield* Schema.decodeUnknown(exit)(reply.exit)
    if (Exit.isSuccess(answer)) return null
    if (reply.left && Cause.isInterruptedOnly(answer.cause)) return null
    const failure = Cause.failureOption(answer.cause)
    if (Option.isNone(failure)) return assert.fail(`${tag}: ${Cause.pretty(answer.cause).slice(0, 2_000)}`)
    assert.isBelow(describe(failure.value).length, 1_000)
    return failure.value
  })

layer(FuzzedWorker.layer)("the worker", (it) => {
  for (const call of calls.filter(({ isVoid }) => !isVoid)) {
    const bad = FastCheck.oneof(
      { weight: 1, arbitrary: junk },
      { weight: 2, arbitrary: spoilt(call.good, junk) },
    ).filter((it) => !call.takes(it))

    it.effect.prop(
      `refuses what ${call.tag} does not take, and nothing changes`,
      [FastCheck.array(bad, { minLength: perRun, maxLength: perRun })],
      ([payloads]) =>
        Effect.gen(function* () {
          const { dump, seed } = yield* FuzzedWorker
          yield* seed
          const before = yield* dump
          for (const payload of payloads) {
            const error = yield* outcome(call, payload)
            assert.include(["InvalidInput", "PayloadTooLarge"], error?._tag)
          }
          assert.deepStrictEqual(yield* dump, before)
        }),
      { fastCheck: { numRuns: Math.ceil(fuzzRuns / 2) } },
    )
  }

  for (const call of calls) {
    it.effect.prop(
      `answers what ${call.tag} takes with a success or a typed error, and the database stays whole`,
      [
        FastCheck.array(FastCheck.tuple(call.good, FastCheck.nat(1_000)), {
          minLength: 1,
          maxLength: perRun,
        }),
      ],
      ([payloads]) =>
        Effect.gen(function* () {
          const { integrity, seed } = yield* FuzzedWorker
          const ids = yield* seed
          for (const [payload, at] of payloads) yield* outcome(call, fitted(payload, ids, at))
          assert.deepStrictEqual(yield* integrity, [])
        }),
      { fastCheck: { numRuns: Math.ceil(fuzzRuns / 2) } },
    )
  }

  const id = FastCheck.constantFrom<Array<unknown>>("1", "2", "900", "-1", "x", "", 7, null)
  const message = FastCheck.oneof(
    junk,
    FastCheck.record(
      {
        _tag: FastCheck.constantFrom("Request", "Ack", "Interrupt", "Ping", "Eof", "__proto__", ""),
        id,
        requestId: id,
        tag: FastCheck.constantFrom("drafts.adopt", "chats.watch", "constructor", "__proto__", ""),
        payload: junk,
        headers: FastCheck.oneof(FastCheck.constant([]), junk),
      },
      { requiredKeys: [] },
    ),
  )
  it.effect.prop(
    "goes on after messages that are none",
    [FastCheck.array(message, { minLength: perRun, maxLength: perRun })],
    ([messages]) =>
      Effect.gen(function* () {
        const { dump, newPage, seed } = yield* FuzzedWorker
        yield* seed
        const before = yield* dump
        const [stranger, page] = [newPage(), newPage()]
        for (const it of messages) stranger.say(it)
        const { exit } = yield* page.ask("drafts.adopt", { key: "new", tab: "a" }, false)
        assert.strictEqual(exit._tag, "Success")
        assert.deepStrictEqual(page.defects, [])
        assert.deepStrictEqual(yield* dump, before)
      }),
    { fastCheck: { numRuns: fuzzRuns } },
  )

  it.effect("was asked thousands of times", () =>
    Effect.sync(() => {
      assert.isAbove(asked, calls.length * fuzzRuns)
    }),
  )
})
