import { Schema } from "effect"

/**
 * What endpoints answer: https://platform.openai.com/docs/api-reference/chat-streaming. Only what is used is looked at,
 * and hardly any of it has to be there: those who speak this protocol differ in the rest.
 */
const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optional(Schema.NullOr(schema))

/** What a model says. What it thinks has two names: DeepSeek, llama.cpp and vLLM have the longer one. */
const Said = Schema.Struct({
  content: optional(Schema.String),
  reasoning_content: optional(Schema.String),
  reasoning: optional(Schema.String),
})
export type Said = typeof Said.Type

const Choice = Schema.Struct({
  /** In a stream. */
  delta: optional(Said),
  /** In an answer that is not streamed. */
  message: optional(Said),
  finish_reason: optional(Schema.String),
})

/** One event of a stream, or the whole of an answer that is not streamed. The last event of some has no choice. */
export const Completion = Schema.Struct({ choices: Schema.Array(Choice) })
export type Completion = typeof Completion.Type

export const Models = Schema.Struct({
  data: Schema.NullOr(Schema.Array(Schema.Struct({ id: Schema.String }))),
})
