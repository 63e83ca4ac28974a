import type { CheckedStep } from "../../domain/assistant/ConnectionStep.ts"

/** Each step of a check, as what is so where it passes. */
export const stepNames: Readonly<Record<CheckedStep, string>> = {
  address: "The address can be one",
  encryption: "The browser lets this page ask it",
  reach: "It answers, and this page may read that",
  models: "It lists its models",
  key: "It accepts the key",
  completion: "A model says a word",
  streaming: "Words come one by one",
}
