import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import {
  Cause,
  Chunk,
  Effect,
  Either,
  Exit,
  FastCheck,
  Layer,
  Logger,
  LogLevel,
  Redacted,
  Stream,
  Tracer,
} from "effect"
import { ProviderId, PromptId } from "../../src/domain/Ids.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { Prompts } from "../../src/services/assistant/Prompts.ts"
import { ProviderKeys } from "../../src/services/assistant/ProviderKeys.ts"
import { Providers } from "../../src/services/assistant/Providers.ts"
import { Exports } from "../../src/services/debug/Exports.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { ann, ben } from "../sync/exchange.ts"
import { begin } from "../support/oneChat.ts"
import { count } from "../support/tables.ts"
import { HeldPlatform } from "./heldModel.ts"

const idOf = (n: number) => ProviderId.make(`provider${String(n).padStart(13, "0")}`)
const secret = "sk-a-key-that-nobody-may-find-9876"

const draft = (n: number, model: string | null) =>
  ({
    id: idOf(n),
    kind: "openai",
    name: `Provider ${n}`,
    baseUrl: `http://localhost:${n + 1}/v1`,
    model,
    parameters: { contextTokens: 8_192 },
  }) as const

/** The services as after a start on the same database. */
const started = Effect.provide(Layer.fresh(LocalDatabase.layer))
const all = Effect.flatMap(Providers, (providers) => providers.watch.run)
const prompt = { id: PromptId.make("prompt000000000000000"), name: "Pirate", content: "Talk like one." }
const prepare = started(
  Effect.gen(function* () {
    yield* begin
    const providers = yield* Providers
    yield* providers.put(draft(1, "one"))
    yield* providers.setKey(idOf(1), Redacted.make(` ${secret}\n`))
    yield* Effect.flatMap(Prompts, (prompts) => prompts.put(prompt))
  }),
)

layer(HeldPlatform)("a provider", (it) => {
  it.effect("has a key that only its requests have, shown by its last four characters", () =>
    started(
      Effect.gen(function* () {
        yield* begin
        const providers = yield* Providers
        yield* providers.put(draft(1, "one"))
        yield* providers.setKey(idOf(1), Redacted.make(` ${secret}\n`))
        assert.strictEqual((yield* all)[0]?.keyEnding, "9876")
        const { connection } = yield* providers.answering(null)
        assert.strictEqual(connection.key === null ? "" : Redacted.value(connection.key), secret)
        const exports = yield* Exports
        const json = Chunk.join(yield* Stream.runCollect(exports.json), "")
        const file = yield* Stream.runFold(
          exports.sqlite,
          "",
          (text, bytes) => text + Buffer.from(bytes).toString("latin1"),
        )
        assert.notInclude(json, "sk-a-key")
        assert.notInclude(file, "sk-a-key")
        assert.include(file, "Provider 1")

        yield* providers.setKey(idOf(1), Redacted.make("short"))
        assert.strictEqual((yield* all)[0]?.keyEnding, "")
        yield* providers.setKey(idOf(1), Redacted.make(""))
        assert.isNull((yield* all)[0]?.keyEnding)
        assert.isNull((yield* providers.answering(null)).connection.key)
        const failure = yield* Effect.flip(providers.setKey(idOf(2), Redacted.make(secret)))
        assert.strictEqual(failure._tag, "NotFound")
      }),
    ),
  )

  it.effect("is changed by what is put under its id, and gone with its key when it is removed", () =>
    started(
      Effect.gen(function* () {
        yield* begin
        const providers = yield* Providers
        yield* providers.put(draft(1, null))
        assert.deepStrictEqual(yield* providers.refresh(idOf(1)), ["held", "other"])
        assert.deepInclude((yield* all)[0], { model: "held", models: ["held", "other"] })
        yield* providers.put({ ...draft(1, "other"), name: "Other name" })
        assert.deepInclude((yield* all)[0], { name: "Other name", model: "other", models: ["held", "other"] })
        yield* providers.put({ ...draft(1, "other"), baseUrl: "http://localhost:9/v1" })
        assert.deepInclude((yield* all)[0], { model: "other", models: [] })
        yield* providers.setKey(idOf(1), Redacted.make(secret))
        yield* providers.remove(idOf(1))
        assert.deepStrictEqual(yield* all, [])
        assert.isNull(yield* Effect.flatMap(ProviderKeys, (keys) => keys.get(idOf(1))))
      }),
    ),
  )

  const models = FastCheck.constantFrom("a", "b", "c", "d")
  it.effect.prop(
    "R3: answers where it has the chat's model; where none has, the one that was chosen last does",
    [
      FastCheck.uniqueArray(models, { minLength: 1, maxLength: 3 }),
      FastCheck.option(models),
      FastCheck.nat(2),
    ],
    ([own, wanted, choice]) =>
      started(
        Effect.gen(function* () {
          yield* begin
          const providers = yield* Providers
          for (const [n, model] of own.entries()) yield* providers.put(draft(n, model))
          const chosen = choice % own.length
          const sql = yield* SqlClient.SqlClient
          yield* sql`UPDATE provider SET chosen_at = 0`
          yield* providers.choose(idOf(chosen), null)
          const { connection, model } = yield* providers.answering(wanted)
          const able = wanted === null ? -1 : own.indexOf(wanted)
          const expected = able === -1 ? chosen : able
          assert.strictEqual(connection.baseUrl, `http://localhost:${expected + 1}/v1`)
          assert.strictEqual(model, own[expected])
        }),
      ),
    { fastCheck: { numRuns: 15 } },
  )

  it.effect(
    "and a prompt belong to one person: they come along to the account, and nobody else sees them",
    () =>
      Effect.gen(function* () {
        yield* prepare
        yield* started(Effect.flatMap(Adoption, (it) => it.adopt(ann)))
        const names = Effect.all([
          Effect.map(all, (rows) => rows.map(({ name }) => name)),
          Effect.map(
            Effect.flatMap(Prompts, (prompts) => prompts.watch.run),
            (rows) => rows.map(({ name }) => name),
          ),
        ])
        assert.deepStrictEqual(yield* started(names), [["Provider 1"], ["Pirate"]])
        yield* started(Effect.flatMap(Adoption, (it) => it.adopt(ben)))
        assert.deepStrictEqual(yield* started(names), [[], []])
        const none = yield* started(Effect.either(Effect.flatMap(Providers, (it) => it.answering(null))))
        assert.strictEqual(Either.isLeft(none) ? none.left._tag : "", "NoModel")
        yield* started(Effect.flatMap(Adoption, (it) => it.adopt(ann)))
        assert.deepStrictEqual(yield* started(names), [["Provider 1"], ["Pirate"]])

        yield* started(Effect.flatMap(Adoption, (it) => it.wipe))
        assert.deepStrictEqual(yield* started(names), [[], []])
        assert.isNull(yield* Effect.flatMap(ProviderKeys, (keys) => keys.get(idOf(1))))
        assert.strictEqual(yield* count("provider"), 0)
      }),
  )

  it.effect("that was connected after a wipe joins those of the account that comes back", () =>
    Effect.gen(function* () {
      yield* prepare
      for (const step of [ann, ben]) yield* started(Effect.flatMap(Adoption, (it) => it.adopt(step)))
      yield* started(Effect.flatMap(Adoption, (it) => it.wipe))
      yield* started(Effect.flatMap(Providers, (it) => it.put(draft(2, "two"))))
      yield* started(Effect.flatMap(Adoption, (it) => it.adopt(ann)))
      const rows = yield* started(all)
      assert.sameMembers(
        rows.map(({ name }) => name),
        ["Provider 1", "Provider 2"],
      )
      // the other one's wipe left her key alone
      const key = yield* Effect.flatMap(ProviderKeys, (keys) => keys.get(idOf(1)))
      assert.strictEqual(key === null ? null : Redacted.value(key), secret)
    }),
  )

  it.effect("never has its key in a log or a span", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const log = Logger.map(Logger.logfmtLogger, (line) => void said.push(line))
      const native = yield* Effect.tracer
      const tracer = Tracer.make({
        ...native,
        span: (...asked) => {
          const span = native.span(...asked)
          const end = span.end.bind(span)
          span.end = (time, exit) => {
            said.push(
              `${span.name} ${JSON.stringify([...span.attributes])} ${Exit.isFailure(exit) ? Cause.pretty(exit.cause) : ""}`,
            )
            end(time, exit)
          }
          return span
        },
      })
      yield* started(
        Effect.gen(function* () {
          yield* begin
          const providers = yield* Providers
          yield* providers.put(draft(1, "one"))
          yield* providers.setKey(idOf(1), Redacted.make(secret))
          yield* Effect.flip(providers.setKey(idOf(2), Redacted.make(secret)))
          yield* Effect.logInfo(yield* providers.connection(idOf(1)))
          yield* providers.remove(idOf(1))
        }),
      ).pipe(
        Effect.provide(Logger.replace(Logger.defaultLogger, log)),
        Logger.withMinimumLogLevel(LogLevel.All),
        Effect.withTracer(tracer),
      )
      const text = said.join("\n")
      assert.include(text, "Providers.setKey")
      assert.include(text, "http://localhost:2/v1")
      assert.notInclude(text, "sk-a-key")
    }),
  )
})
