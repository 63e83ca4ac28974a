import { Cause, Option, Schema } from "effect"
import { AppError, describe } from "../../domain/errors/AppError.ts"

/** Why something did not work, and the sentence a person reads. */
export interface Failure {
  /** Null for a defect, which has no cure of its own. */
  readonly error: AppError | null
  readonly sentence: string
}

const isAppError = Schema.is(AppError)

export const failureOf = (cause: Cause.Cause<unknown>): Failure => {
  const error = Option.getOrUndefined(Cause.failureOption(cause))
  return isAppError(error)
    ? { error, sentence: describe(error) }
    : {
        error: null,
        sentence:
          "Something unexpected happened. Nothing that was saved is lost. Try again, or reload the page.",
      }
}
