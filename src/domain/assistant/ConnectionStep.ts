import { Schema } from "effect"
import { AssistantError } from "../errors/AssistantErrors.ts"

/**
 * What is checked of a connection, in this order. `address`: it can be one. `encryption`: the browser lets an encrypted
 * page ask it. `reach`: it answers, and the page may read that. `models`: it lists them. `key`: it accepts the key.
 * `completion`: a model says a word. `streaming`: more words come one by one.
 */
export const CheckedStep = Schema.Literal(
  "address",
  "encryption",
  "reach",
  "models",
  "key",
  "completion",
  "streaming",
)
export type CheckedStep = typeof CheckedStep.Type

/** The programs and services of which the exact settings are known. */
export const Runtime = Schema.Literal("ollama", "lm-studio", "llama.cpp", "vllm", "jan", "openai", "other")
export type Runtime = typeof Runtime.Type

/** What to do about a step that failed. */
export const Advice = Schema.Struct({
  runtime: Runtime,
  /** A sentence. */
  text: Schema.String,
  /** To be copied as it is: a line of a shell, a variable, an address. Absent where there is nothing to copy. */
  setting: Schema.optionalWith(Schema.String, { exact: true }),
})
export type Advice = typeof Advice.Type

/** A step of the check of a connection. `skipped`: one before it failed, so that it could not be tried. */
export const ConnectionStep = Schema.Struct({
  step: CheckedStep,
  outcome: Schema.Literal("passed", "failed", "skipped"),
  error: Schema.optionalWith(AssistantError, { exact: true }),
  advice: Schema.optionalWith(Advice, { exact: true }),
})
export type ConnectionStep = typeof ConnectionStep.Type
