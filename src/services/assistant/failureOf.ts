import type { Headers } from "@effect/platform"
import {
  type AssistantError,
  ContextTooLong,
  ModelBusy,
  ModelFailed,
  ModelUnauthorized,
  ModelUnknown,
  NoModel,
  ReplyFiltered,
} from "../../domain/errors/AssistantErrors.ts"
import { detailOf } from "./detailOf.ts"
import type { Problem } from "./Problem.ts"
import { retryAfter, saysWhen } from "./retryAfter.ts"

/** What a failure is understood by, besides what the provider says. */
export interface Asked {
  /** Empty where no model was asked for. */
  readonly model: string
  /** Empty if there is none. */
  readonly key: string
}

export interface Refused extends Asked {
  /** Of HTTP; null in the middle of a reply. */
  readonly status: number | null
  readonly headers: Headers.Headers
  /** Milliseconds. */
  readonly now: number
}

/** `code` or `type`, of OpenAI and llama.cpp. */
const contextCodes: ReadonlyArray<string> = ["context_length_exceeded", "exceed_context_size_error"]

/**
 * The others only say it. In this order: OpenAI, vLLM, DeepSeek and Mistral; llama.cpp, Ollama and LM Studio; LM Studio
 * again; vLLM; Anthropic; Google; text-generation-inference.
 */
const contextWords: ReadonlyArray<RegExp> = [
  /maximum context length/i,
  /context (size|length|window)[^.]*exceeded|(exceed|overflow|longer than|greater than|larger than|fit)[^.]*\bcontext\b/i,
  /context[^.]*overflows/i,
  /(longer than|fit into|too long for) the (maximum )?model/i,
  /prompt is too long/i,
  /input token count[^.]*exceeds/i,
  /`?inputs`? tokens \+ `?max_new_tokens`? must be/i,
]

const filterCodes: ReadonlyArray<string> = [
  "content_filter",
  "content_policy_violation",
  "content_policy",
  "ResponsibleAIPolicyViolation",
]

const unknownCodes: ReadonlyArray<string> = ["model_not_found", "model_not_exist", "invalid_model"]

/** OpenAI, vLLM, Ollama, OpenRouter, Mistral, LM Studio. */
const unknownWords =
  /\bmodel\b.*\b(not found|not exist|unknown|not a valid|not available)|\b(invalid|unknown|no such) model\b|not a valid model|no models? (is |are )?loaded/i

const unauthorizedCodes: ReadonlyArray<string> = ["invalid_api_key", "authentication_error"]

const busyCodes: ReadonlyArray<string> = ["rate_limit_exceeded", "rate_limit_error", "overloaded_error"]

/** No waiting helps against an empty account. */
const quotaCodes: ReadonlyArray<string> = ["insufficient_quota", "billing_hard_limit_reached"]

/** Milliseconds until a local model that is being loaded is asked again. */
const loading = 5_000

/** llama.cpp says it with 503 and no header. */
const isLoading = /^loading model/i

/** Which error a provider means. */
export const failureOf = (
  { codes, message }: Problem,
  { headers, key, model, now, status }: Refused,
): AssistantError => {
  const has = (some: ReadonlyArray<string>) => codes.some((code) => some.includes(code))
  const says = (words: RegExp) => words.test(message)
  const failed = new ModelFailed({ status, detail: detailOf(message, key) })

  // our own server's, which has none
  if (has(["no_model"])) return new NoModel()
  if (has(contextCodes) || contextWords.some(says)) return new ContextTooLong()
  if (has(filterCodes)) return new ReplyFiltered()
  if (model !== "" && has(unknownCodes)) return new ModelUnknown({ model })
  if (has(quotaCodes)) return failed
  if (status === 401 || status === 403 || has(unauthorizedCodes)) return new ModelUnauthorized()
  if (model !== "" && (status === 404 || status === 400) && says(unknownWords)) {
    return new ModelUnknown({ model })
  }
  if (says(isLoading)) return new ModelBusy({ retryAfter: loading })
  if (status === 429 || has(busyCodes) || (status !== null && status >= 500 && saysWhen(headers))) {
    return new ModelBusy({ retryAfter: retryAfter(headers, message, now) })
  }
  return failed
}
