import { assert, it } from "@effect/vitest"
import { SqlError } from "@effect/sql/SqlError"
import { RpcClientError } from "@effect/rpc/RpcClientError"
import { Arbitrary, Cause, Effect, FastCheck, FiberId, Schema } from "effect"
import { SQLiteError } from "wa-sqlite"
import { AppError, type Cure, cureOf, describe } from "../../src/domain/errors/AppError.ts"
import { StorageFull } from "../../src/domain/errors/StorageErrors.ts"
import { Mutation } from "../../src/domain/Mutation.ts"
import { ErrorHandler, type ErrorHandlerOptions } from "../../src/services/errors/ErrorHandler.ts"

const withHandler = <A, E>(
  options: Partial<ErrorHandlerOptions>,
  use: (handler: typeof ErrorHandler.Service) => Effect.Effect<A, E>,
) =>
  Effect.provide(
    Effect.flatMap(ErrorHandler, use),
    ErrorHandler.layer({ logging: false, cures: {}, ...options }),
  )

const handled = (cause: Cause.Cause<unknown>) => withHandler({}, ({ handle }) => handle(cause))

const sqlite = (code: number) => new SqlError({ cause: new SQLiteError("x", code), message: "x" })

const parse = Effect.flip(Schema.decodeUnknown(Mutation)({ _tag: "CreateChat", title: "" }))

it.effect.prop(
  "an error that is known stays what it is, failed or died, alone or beside others",
  [Arbitrary.make(AppError)],
  ([error]) =>
    Effect.gen(function* () {
      const causes = [
        Cause.fail(error),
        Cause.die(error),
        Cause.sequential(Cause.fail(error), Cause.die("x")),
        Cause.parallel(Cause.interrupt(FiberId.none), Cause.fail(error)),
      ]
      for (const cause of causes) assert.strictEqual(yield* handled(cause), error)
    }),
  { fastCheck: { numRuns: 100 } },
)

it.effect.each([
  [Cause.fail(sqlite(13)), "StorageFull"],
  [Cause.fail(sqlite(11)), "StorageCorrupt"],
  [Cause.fail(sqlite(5)), "StorageBusy"],
  [Cause.fail(sqlite(2067)), "QueryFailed"],
  [Cause.die(sqlite(10)), "StorageUnavailable"],
  [Cause.fail(new SQLiteError("x", 26)), "StorageCorrupt"],
  [Cause.fail(new RpcClientError({ reason: "Protocol", message: "x" })), "WorkerDied"],
  [Cause.die(new DOMException("x", "QuotaExceededError")), "StorageFull"],
  [Cause.die(new TypeError("x is not a function")), "QueryFailed"],
  [Cause.fail("a text"), "QueryFailed"],
  [Cause.fail(undefined), "QueryFailed"],
  [Cause.die(null), "QueryFailed"],
  [Cause.interrupt(FiberId.none), "QueryFailed"],
  [Cause.empty, "QueryFailed"],
] as const)("%s is %s", ([cause, tag]) =>
  Effect.gen(function* () {
    const error = yield* handled(cause)
    assert.strictEqual(error._tag, tag)
    assert.isTrue(Schema.is(AppError)(error))
  }),
)

it.effect("input that does not parse is InvalidInput", () =>
  Effect.gen(function* () {
    const error = yield* handled(Cause.fail(yield* parse))
    assert.strictEqual(error._tag, "InvalidInput")
  }),
)

it.effect.prop(
  "what is described says what happened, then what to do",
  [Arbitrary.make(AppError)],
  ([error]) =>
    withHandler({}, (handler) =>
      Effect.sync(() => {
        assert.strictEqual(handler.describe(error), describe(error))
        assert.isTrue(handler.describe(error).startsWith(error.message))
        assert.isAbove(handler.describe(error).length, error.message.length)
      }),
    ),
  { fastCheck: { numRuns: 50 } },
)

const cures: ReadonlyArray<Cure> = [
  ...new Set(FastCheck.sample(Arbitrary.make(AppError), { numRuns: 2_000, seed: 1 }).map(cureOf)),
]

it.effect.prop(
  "recovering runs the cure of the error and no other, and says whether it worked",
  [Arbitrary.make(AppError), FastCheck.boolean()],
  ([error, works]) =>
    Effect.gen(function* () {
      const ran: Array<readonly [Cure, AppError]> = []
      const all = Object.fromEntries(
        cures.map((cure) => [cure, (it: AppError) => Effect.sync(() => (ran.push([cure, it]), works))]),
      )
      assert.strictEqual(yield* withHandler({ cures: all }, ({ recover }) => recover(error)), works)
      assert.deepStrictEqual(ran, [[cureOf(error), error]])
    }),
  { fastCheck: { numRuns: 60 } },
)

it.effect.prop(
  "recovering without a cure does nothing and says so",
  [Arbitrary.make(AppError)],
  ([error]) =>
    Effect.map(
      withHandler({}, ({ recover }) => recover(error)),
      (worked) => assert.isFalse(worked),
    ),
  { fastCheck: { numRuns: 30 } },
)

it.effect("whoever wants to know is told of every failure with its cause, and once", () =>
  Effect.gen(function* () {
    const told: Array<readonly [string, Cause.Cause<unknown>]> = []
    const onError = (error: AppError, cause: Cause.Cause<unknown>) =>
      Effect.sync(() => void told.push([error._tag, cause]))
    const cause = Cause.fail(new StorageFull({ detail: "x" }))
    yield* withHandler({ onError }, ({ handle }) => Effect.zipRight(handle(cause), handle(Cause.die("y"))))
    assert.deepStrictEqual(told, [
      ["StorageFull", cause],
      ["QueryFailed", Cause.die("y")],
    ])
  }),
)
