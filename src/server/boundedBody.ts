import type { HttpServerRequest } from "@effect/platform"
import { Effect, Stream } from "effect"
import { InvalidInput, PayloadTooLarge } from "../domain/errors/InputErrors.ts"

/** A body that is too large is read on up to this many times the limit: who is cut off while sending hears no answer. */
const patience = 8

const incomplete = new InvalidInput({ issues: [{ path: "body", problem: "ended too early" }] })

/**
 * Reads the body of a request as text, and keeps no more of it than is allowed.
 *
 * @param limit bytes
 * @throws PayloadTooLarge if it is larger
 * @throws InvalidInput if it breaks off
 */
export const readBody = Effect.fn("readBody")(function* (
  request: HttpServerRequest.HttpServerRequest,
  limit: number,
) {
  const announced = Number(request.headers["content-length"] ?? 0)
  if (announced > limit * patience) return yield* new PayloadTooLarge({ bytes: announced, limit })
  const chunks: Array<Uint8Array> = []
  let bytes = 0
  yield* request.stream.pipe(
    Stream.takeWhile(() => bytes <= limit * patience),
    Stream.runForEach((chunk) =>
      Effect.sync(() => {
        bytes += chunk.length
        if (bytes <= limit) chunks.push(chunk)
      }),
    ),
    Effect.mapError(() => incomplete),
  )
  if (bytes > limit) return yield* new PayloadTooLarge({ bytes, limit })
  return Buffer.concat(chunks).toString("utf8")
})

/** The same request, whose body was read already. */
export const withText = (
  request: HttpServerRequest.HttpServerRequest,
  text: string,
): HttpServerRequest.HttpServerRequest =>
  Object.create(request, { text: { value: Effect.succeed(text) }, stream: { value: Stream.empty } })
