import { Option, Predicate, Schema } from "effect"

/** What a provider says when it cannot answer. */
export interface Problem {
  readonly message: string
  /** Its `code`, `type` and `status`, whichever are texts. */
  readonly codes: ReadonlyArray<string>
}

const decodeJson = Schema.decodeUnknownOption(Schema.parseJson())

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

const problemIn = (value: unknown): Problem | undefined => {
  if (typeof value === "string") return { message: value, codes: [] }
  if (!Predicate.isRecord(value)) return undefined
  const message = textOf(value["message"]) ?? textOf(value["detail"]) ?? textOf(value["msg"])
  const codes = [value["code"], value["type"], value["status"]].filter(Predicate.isString)
  if (message === undefined && codes.length === 0) return undefined
  return { message: message ?? codes.join(" "), codes }
}

/**
 * Finds the problem in what was answered. OpenAI has it under `error`, older Ollama and LM Studio have a text there,
 * Google a list around it, FastAPI has `detail` (a text, or a list of what is wrong), older vLLM
 * `{"object": "error", "message": …}`.
 */
export const problemOf = (value: unknown): Problem | undefined => {
  const [first] = Array.isArray(value) ? value : [value]
  if (!Predicate.isRecord(first)) return undefined
  if (first["error"] !== undefined && first["error"] !== null) {
    return problemIn(first["error"]) ?? { message: JSON.stringify(first["error"]), codes: [] }
  }
  if (first["object"] === "error") return problemIn(first)
  const { detail } = first
  return Array.isArray(detail) ? problemIn(detail[0]) : detail === undefined ? undefined : problemIn(detail)
}

/** The same of a body, which may be anything. */
export const problemOfText = (text: string): Problem | undefined =>
  Option.match(decodeJson(text), {
    onNone: () => undefined,
    onSome: (value) => problemOf(value) ?? problemIn(value),
  })
