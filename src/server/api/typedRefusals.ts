import { HttpApiError, HttpLayerRouter, HttpServerError, HttpServerResponse } from "@effect/platform"
import { Cause, Effect, Option, Schema } from "effect"
import { InvalidInput } from "../../domain/errors/InputErrors.ts"
import { Transient } from "../../domain/errors/SyncErrors.ts"
import { errorResponse } from "../errorResponse.ts"

const decodeRefusal = Schema.decodeUnknownOption(Schema.parseJson(HttpApiError.HttpApiDecodeError))

const textOf = ({ body }: HttpServerResponse.HttpServerResponse): string =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""

const malformed = (issues: InvalidInput["issues"]) => errorResponse(new InvalidInput({ issues }))

/** The library says in an error of its own that it cannot decode something. */
const typed = (response: HttpServerResponse.HttpServerResponse) =>
  response.status === 400
    ? Option.match(decodeRefusal(textOf(response)), {
        onNone: () => response,
        onSome: ({ issues }) =>
          malformed(
            issues.map(({ message, path }) => ({
              path: path.map((step) => String(step)).join("."),
              problem: message,
            })),
          ),
      })
    : response

const unreadable = malformed([{ path: "body", problem: "is not JSON" }])
const broken = errorResponse(new Transient({ detail: "the server met an error of its own" }))

const answered = (cause: Cause.Cause<unknown>) => {
  if (Cause.isInterrupted(cause)) return Option.none()
  const error = Cause.squash(cause)
  return Option.some(
    HttpServerError.isServerError(error)
      ? Effect.succeed(unreadable)
      : Effect.as(Effect.logError("An endpoint failed", cause), broken),
  )
}

/** Answers what the endpoints cannot read with `InvalidInput`, and never with nothing. */
export const typedRefusals = HttpLayerRouter.middleware((httpApp) =>
  Effect.map(
    Effect.catchSomeCause(Effect.map(httpApp, typed), answered),
    HttpServerResponse.setHeader("cache-control", "no-store"),
  ),
).layer
