import { Cause, Predicate } from "effect"

const innermost = (error: unknown, depth: number): string => {
  if (depth > 0 && Predicate.hasProperty(error, "cause") && error.cause !== undefined) {
    return innermost(error.cause, depth - 1)
  }
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map((one) => innermost(one, depth)).join(", ")
  }
  return error instanceof Error && error.message !== "" ? error.message : String(error)
}

/** What the innermost of the errors says: those around it only say whom they happened to. */
export const reasonOf = (cause: Cause.Cause<unknown>): string => innermost(Cause.squash(cause), 5)
