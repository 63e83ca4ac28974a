import type { ProviderKind } from "../../domain/assistant/Provider.ts"

export interface Preset {
  readonly kind: ProviderKind
  /** What the provider is called until somebody calls it otherwise. */
  readonly name: string
  /** Where it is, as a person reads it. */
  readonly place: string
  /** Empty where it is to be typed, or the kind knows the way. */
  readonly baseUrl: string
}

const here = (name: string, port: number): Preset => ({
  kind: "openai",
  name,
  place: `On this computer, port ${port}`,
  baseUrl: `http://localhost:${port}/v1`,
})

const away = (name: string, host: string, baseUrl: string): Preset => ({
  kind: "openai",
  name,
  place: `${host}, with a key`,
  baseUrl,
})

export const serverPreset: Preset = {
  kind: "server",
  name: "This server",
  place: "Its own model, for accounts",
  baseUrl: "",
}

export const browserPreset: Preset = {
  kind: "browser",
  name: "This browser",
  place: "The model that is built into it",
  baseUrl: "",
}

/** What people mostly connect, with the address that each listens on unless it is told otherwise. */
export const presets: ReadonlyArray<Preset> = [
  here("Ollama", 11_434),
  here("LM Studio", 1_234),
  here("llama.cpp", 8_080),
  here("vLLM", 8_000),
  away("OpenAI", "api.openai.com", "https://api.openai.com/v1"),
  away("OpenRouter", "openrouter.ai", "https://openrouter.ai/api/v1"),
  serverPreset,
  { kind: "openai", name: "Other", place: "Anything that speaks OpenAI’s protocol", baseUrl: "" },
]
