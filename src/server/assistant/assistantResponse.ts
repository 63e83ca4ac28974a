import { HttpServerResponse } from "@effect/platform"
import { NoModel } from "../../domain/errors/AssistantErrors.ts"
import { ServerError } from "../../domain/rpc/SyncRpcs.ts"
import { Schema } from "effect"
import { optionsFor } from "../errorResponse.ts"

/** What clients of OpenAI look for in a refusal: https://platform.openai.com/docs/guides/error-codes */
interface Refusal {
  readonly status: number
  readonly message: string
  readonly type: string
  readonly code: string | null
  /** Of the header, as it came. */
  readonly retryAfter?: string | undefined
}

const body = ({ code, message, type }: Refusal) => ({ error: { message, type, param: null, code } })

/** A refusal as OpenAI would write it. */
export const refusalResponse = (refusal: Refusal) =>
  HttpServerResponse.unsafeJson(body(refusal), {
    status: refusal.status,
    headers: {
      "cache-control": "no-store",
      ...(refusal.retryAfter === undefined ? {} : { "retry-after": refusal.retryAfter }),
    },
  })

const encode = Schema.encodeSync(Schema.Union(ServerError, NoModel))

/** An error of this server: with its tag, as everywhere in the API, and as OpenAI would write it. */
export const assistantErrorResponse = (error: ServerError) => {
  const options = optionsFor(error)
  const { _tag: type, message } = error
  return HttpServerResponse.unsafeJson(
    { ...encode(error), ...body({ status: options.status, message, type, code: type }) },
    options,
  )
}

/** Nobody has set a model for this server. */
export const noModelResponse = HttpServerResponse.unsafeJson(
  {
    ...encode(new NoModel()),
    ...body({
      status: 404,
      message: "This server has no model. Whoever runs it names one in OPENCHAT_MODEL_URL.",
      type: "NoModel",
      code: "no_model",
    }),
  },
  { status: 404, headers: { "cache-control": "no-store" } },
)
