import { SqlError } from "@effect/sql/SqlError"
import { Cause, Context, Effect, Layer, Option, ParseResult, Predicate, Schema } from "effect"
import { AppError, type Cure, cureOf, describe } from "../../domain/errors/AppError.ts"
import { QueryFailed, WorkerDied } from "../../domain/errors/StorageErrors.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { invalidInput } from "../chat/decodeMutations.ts"

/** What can be done here about a failure. A cure answers whether it worked; one that is missing did not. */
export type Cures = Partial<Readonly<Record<Cure, (error: AppError) => Effect.Effect<boolean>>>>

export interface ErrorHandlerOptions {
  /** Whether each failure is logged. */
  readonly logging: boolean
  /** Told of each failure: monitoring, a counter, a toast. */
  readonly onError?: (error: AppError, cause: Cause.Cause<unknown>) => Effect.Effect<void>
  readonly cures: Cures
}

const isAppError = Schema.is(AppError)

/** One of the known failures, whatever it was. */
const classify = (cause: Cause.Cause<unknown>): AppError => {
  const error = Option.getOrElse(Cause.failureOption(cause), () => Cause.squash(cause))
  if (isAppError(error)) return error
  if (ParseResult.isParseError(error)) return invalidInput(error)
  if (Predicate.isTagged(error, "RpcClientError")) return new WorkerDied({ detail: String(error) })
  if (error instanceof SqlError || error instanceof Error) return storageErrorOf(error)
  return new QueryFailed({ code: 1, detail: String(error) })
}

/** Turns anything that can go wrong into one of the known failures, a sentence, and a cure. */
export class ErrorHandler extends Context.Tag("openchat/ErrorHandler")<
  ErrorHandler,
  {
    readonly handle: (cause: Cause.Cause<unknown>) => Effect.Effect<AppError>
    /** What happened, whether anything was lost, what to do. */
    readonly describe: (error: AppError) => string
    /** Runs the cure and says whether it worked. */
    readonly recover: (error: AppError) => Effect.Effect<boolean>
  }
>() {
  static readonly layer = (options: ErrorHandlerOptions) =>
    Layer.succeed(ErrorHandler, {
      handle: Effect.fn("ErrorHandler.handle")(function* (cause: Cause.Cause<unknown>) {
        const error = classify(cause)
        if (options.logging) yield* Effect.logError(`${error._tag}: ${error.message}`)
        if (options.onError !== undefined) yield* options.onError(error, cause)
        return error
      }),
      describe,
      recover: Effect.fn("ErrorHandler.recover")(function* (error: AppError) {
        const cure = options.cures[cureOf(error)]
        return cure === undefined ? false : yield* cure(error)
      }),
    })
}
