import { Cause, Effect, Option, Stream } from "effect"
import { Transient } from "../domain/errors/SyncErrors.ts"

/** A broken invariant of ours is not the caller's fault: it is logged, and the call may be made again. */
const reported = (defect: unknown) =>
  Effect.zipRight(
    Effect.logError("A call met a defect", defect),
    new Transient({ detail: "the server met an error of its own" }),
  )

export const withoutDefects = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Transient, R> =>
  Effect.catchAllDefect(effect, reported)

export const streamWithoutDefects = <A, E, R>(
  stream: Stream.Stream<A, E, R>,
): Stream.Stream<A, E | Transient, R> =>
  Stream.catchSomeCause(stream, (cause) =>
    Cause.isDie(cause) ? Option.some(Stream.fromEffect(reported(Cause.squash(cause)))) : Option.none(),
  )
