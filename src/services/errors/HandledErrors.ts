import { Chunk, Context, Effect, Layer, Ref } from "effect"
import type { AppError } from "../../domain/errors/AppError.ts"
import { type Cures, ErrorHandler } from "./ErrorHandler.ts"

/** The failures that were handled, oldest first. */
export class HandledErrors extends Context.Tag("openchat/HandledErrors")<
  HandledErrors,
  { readonly all: Effect.Effect<ReadonlyArray<AppError>> }
>() {
  /** An error handler that keeps what it handled and logs nothing: for tests. */
  static readonly layer = (cures: Cures = {}) =>
    Layer.unwrapEffect(
      Effect.map(Ref.make(Chunk.empty<AppError>()), (handled) =>
        Layer.merge(
          ErrorHandler.layer({
            logging: false,
            cures,
            onError: (error) => Ref.update(handled, Chunk.append(error)),
          }),
          Layer.succeed(HandledErrors, { all: Effect.map(handled, Chunk.toReadonlyArray) }),
        ),
      ),
    )
}
