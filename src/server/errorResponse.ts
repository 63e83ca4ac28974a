import { HttpServerResponse } from "@effect/platform"
import { Schema } from "effect"
import { ServerError } from "../domain/rpc/SyncRpcs.ts"

/** Which status of HTTP each error has. */
export const statusOf: Record<ServerError["_tag"], number> = {
  InvalidInput: 400,
  NeedsAuth: 401,
  Forbidden: 403,
  NotFound: 404,
  NumberGap: 409,
  EpochMismatch: 409,
  MustResnapshot: 410,
  PayloadTooLarge: 413,
  ClockSkew: 422,
  ProtocolTooOld: 426,
  ServerOverloaded: 429,
  Transient: 503,
}

const encode = Schema.encodeSync(ServerError)

/** Status and headers of an error. */
export const optionsFor = (error: ServerError) => ({
  status: statusOf[error._tag],
  headers: {
    "cache-control": "no-store",
    ...(error._tag === "ServerOverloaded"
      ? { "retry-after": String(Math.ceil(error.retryAfter / 1_000)) }
      : {}),
  },
})

/** The error as JSON with its tag, for a request that no handler answers. */
export const errorResponse = (error: ServerError) =>
  HttpServerResponse.unsafeJson(encode(error), optionsFor(error))

/** The same in the protocol of the calls, whose ids are not known: it ends all calls of the request. */
export const callsErrorResponse = (error: ServerError) =>
  HttpServerResponse.text(`${JSON.stringify({ _tag: "Defect", defect: encode(error) })}\n`, {
    ...optionsFor(error),
    contentType: "application/ndjson",
  })
