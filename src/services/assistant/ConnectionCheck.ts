import { Effect, Either, Stream } from "effect"
import type { Advice, CheckedStep, ConnectionStep } from "../../domain/assistant/ConnectionStep.ts"
import { baseUrlProblem, defaultContextTokens } from "../../domain/assistant/Provider.ts"
import { type AssistantError, ModelBlocked } from "../../domain/errors/AssistantErrors.ts"
import { adviceFor, getModel, runtimeAt, type Tried } from "./adviceFor.ts"
import { Assistant, type Connection } from "./Assistant.ts"
import { BrowserNetwork } from "./BrowserNetwork.ts"
import { isMixedContent, shownUrl, spaceOf } from "./whyUnreachable.ts"

const steps: ReadonlyArray<CheckedStep> = [
  "address",
  "encryption",
  "reach",
  "models",
  "key",
  "completion",
  "streaming",
]

const passed = (step: CheckedStep): ConnectionStep => ({ step, outcome: "passed" })
const skipped = (step: CheckedStep): ConnectionStep => ({ step, outcome: "skipped" })

const failed = (step: CheckedStep, error?: AssistantError, advice?: Advice): ConnectionStep => ({
  step,
  outcome: "failed",
  ...(error === undefined ? {} : { error }),
  ...(advice === undefined ? {} : { advice }),
})

/** Tokens in which every model says more than one piece. */
const fewTokens = 32

/** A model that did what it could with so few tokens; OpenAI's that think refuse to end in the middle of it. */
const isWell = (error: AssistantError) =>
  (error._tag === "ReplyCutOff" && error.reason === "length") ||
  (error._tag === "ModelFailed" && error.status === 400 && /output limit was reached/.test(error.detail))

/** Finds out, step by step, what is wrong with a connection, and which setting cures it. */
export class ConnectionCheck extends Effect.Service<ConnectionCheck>()("openchat/ConnectionCheck", {
  effect: Effect.gen(function* () {
    const assistant = yield* Assistant
    const { mayReach, pageOrigin } = yield* BrowserNetwork

    /** How many pieces a model says in so many tokens. */
    const say = (connection: Connection, model: string, maxTokens: number) =>
      assistant
        .reply({
          connection,
          model,
          parameters: { maxTokens, contextTokens: defaultContextTokens },
          turns: [{ role: "user", content: "Count from one to ten." }],
        })
        .pipe(
          Stream.runFold({ pieces: 0 }, ({ pieces }) => ({ pieces: pieces + 1 })),
          Effect.catchIf(isWell, () => Effect.succeed({ pieces: fewTokens })),
          Effect.either,
        )

    const checkEncryption = Effect.fnUntraced(function* (url: string) {
      const space = spaceOf(url)
      const permission = space === "public" ? "unknown" : yield* mayReach(space)
      return isMixedContent(url, pageOrigin, permission)
        ? new ModelBlocked({ url: shownUrl(url), by: "mixed-content" })
        : undefined
    })

    /** A list that could not be had need not matter, if the model is known without it. */
    const modelsStep = (models: Either.Either<ReadonlyArray<string>, AssistantError>, tried: Tried) => {
      if (Either.isRight(models)) {
        const { runtime } = tried
        return models.right.length > 0
          ? passed("models")
          : failed("models", undefined, { runtime, ...getModel(runtime) })
      }
      return models.left._tag === "ModelUnauthorized"
        ? skipped("models")
        : failed("models", models.left, adviceFor(models.left, tried))
    }

    const run = (
      connection: Connection,
      model: string | null,
      tell: (step: ConnectionStep) => Effect.Effect<void>,
    ) =>
      Effect.gen(function* () {
        if (connection.kind === "openai") {
          const problem = baseUrlProblem(connection.baseUrl)
          if (problem !== undefined) {
            return yield* tell(failed("address", undefined, { runtime: "other", text: `It ${problem}.` }))
          }
        }
        yield* tell(passed("address"))
        const url = connection.kind === "openai" ? connection.baseUrl : pageOrigin
        const runtime = connection.kind === "openai" ? runtimeAt(url) : "other"
        const tried: Tried = { pageOrigin, url, runtime }
        const fail = (step: CheckedStep, error: AssistantError) =>
          tell(failed(step, error, adviceFor(error, tried)))

        const mixed = yield* checkEncryption(url)
        if (mixed !== undefined) return yield* fail("encryption", mixed)
        yield* tell(passed("encryption"))

        const models = yield* Effect.either(assistant.models(connection))
        if (Either.isLeft(models)) {
          const { left } = models
          if (
            left._tag === "ModelUnreachable" ||
            left._tag === "ModelBlocked" ||
            left._tag === "ReplyCutOff"
          ) {
            return yield* fail("reach", left)
          }
        }
        yield* tell(passed("reach"))
        yield* tell(modelsStep(models, tried))
        if (Either.isLeft(models) && models.left._tag === "ModelUnauthorized") {
          return yield* fail("key", models.left)
        }

        const name = model ?? (Either.isRight(models) ? models.right[0] : undefined)
        if (name === undefined) return
        // some list their models for everybody, so that only a reply shows whether the key is right
        const completion = yield* say(connection, name, 1)
        if (Either.isLeft(completion)) {
          if (completion.left._tag === "ModelUnauthorized") return yield* fail("key", completion.left)
          yield* tell(passed("key"))
          return yield* fail("completion", completion.left)
        }
        yield* tell(passed("key"))
        yield* tell(passed("completion"))

        const streaming = yield* say(connection, name, fewTokens)
        if (Either.isLeft(streaming)) return yield* fail("streaming", streaming.left)
        yield* tell(
          streaming.right.pieces > 1
            ? passed("streaming")
            : failed("streaming", undefined, {
                runtime,
                text: "The reply came in one piece: something between here and the model collects it. Replies work, and appear all at once.",
              }),
        )
      })

    /**
     * All the steps, as they are made; those that a failure keeps from being tried come last, as skipped.
     *
     * @param model null takes the first that the endpoint lists
     */
    const check = (connection: Connection, model: string | null): Stream.Stream<ConnectionStep> =>
      Stream.suspend(() => {
        const told = new Set<CheckedStep>()
        const made = Stream.asyncPush<ConnectionStep>((emit) =>
          Effect.forkScoped(
            Effect.ensuring(
              run(connection, model, (step) =>
                Effect.sync(() => {
                  told.add(step.step)
                  emit.single(step)
                }),
              ),
              Effect.sync(() => emit.end()),
            ),
          ),
        )
        const rest = Stream.suspend(() =>
          Stream.fromIterable(steps.filter((step) => !told.has(step)).map(skipped)),
        )
        return Stream.concat(made, rest)
      })

    return { check } as const
  }),
}) {}
