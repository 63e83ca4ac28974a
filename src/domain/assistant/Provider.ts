import { Schema } from "effect"
import { ProviderId } from "../Ids.ts"
import { Millis } from "../Scalars.ts"
import { Name } from "../Text.ts"

/**
 * `openai`: any endpoint that speaks the chat completions of OpenAI. `server`: the same, through the server that the
 * page came from, which holds the key. `browser`: the model that is built into the browser.
 */
export const ProviderKind = Schema.Literal("openai", "server", "browser")
export type ProviderKind = typeof ProviderKind.Type

/** Tokens that a model is taken to read at once where nobody says: what Ollama starts with is less, most have more. */
export const defaultContextTokens = 8_192

/** The lowest and the highest value that each parameter may have. The last two are tokens. */
export const parameterBounds = {
  temperature: [0, 2],
  topP: [0, 1],
  maxTokens: [1, 1_000_000],
  contextTokens: [256, 10_000_000],
} as const

/** What is sent along with each request. Absent: the provider's own default. */
export const Parameters = Schema.Struct({
  temperature: Schema.optionalWith(Schema.Number.pipe(Schema.between(...parameterBounds.temperature)), {
    exact: true,
  }),
  topP: Schema.optionalWith(Schema.Number.pipe(Schema.between(...parameterBounds.topP)), { exact: true }),
  /** Of a reply. */
  maxTokens: Schema.optionalWith(Schema.Int.pipe(Schema.between(...parameterBounds.maxTokens)), {
    exact: true,
  }),
  /** What the model reads at once, the reply included. */
  contextTokens: Schema.optionalWith(Schema.Int.pipe(Schema.between(...parameterBounds.contextTokens)), {
    default: () => defaultContextTokens,
  }),
})
export type Parameters = typeof Parameters.Type

/** Why an address cannot be that of a provider; undefined if it can. */
export const baseUrlProblem = (text: string): string | undefined => {
  if (!URL.canParse(text)) return "is not an address like http://localhost:11434/v1"
  const { hash, password, protocol, search, username } = new URL(text)
  if (protocol !== "http:" && protocol !== "https:") return "does not begin with http:// or https://"
  if (username !== "" || password !== "") return "has a password in it: give the key in its own field"
  return search !== "" || hash !== "" ? "has a question mark or a hash in it" : undefined
}

export const BaseUrl = Schema.String.pipe(
  Schema.maxLength(2_000),
  // texts at random are hardly ever addresses
  Schema.filter(baseUrlProblem, { arbitrary: () => (fc) => fc.webUrl({ validSchemes: ["http", "https"] }) }),
)

/** Who answers. Known to this device alone: neither it nor its key is ever sent to the server or exported. */
export const Provider = Schema.Struct({
  id: ProviderId,
  kind: ProviderKind,
  name: Name,
  /** Up to `/v1`. Empty where the kind knows the way. */
  baseUrl: Schema.Union(Schema.Literal(""), BaseUrl),
  /** The model that answers where a chat names none. */
  model: Schema.NullOr(Name),
  /** Those that the endpoint named when it was asked last. */
  models: Schema.Array(Name),
  parameters: Parameters,
  createdAt: Millis,
  /** The one that was chosen last answers where nothing else decides. */
  chosenAt: Millis,
})
export type Provider = typeof Provider.Type

/** As a page sees it. */
export const ProviderRow = Schema.Struct({
  ...Provider.fields,
  /** The last four characters of the key; null if there is none. */
  keyEnding: Schema.NullOr(Schema.String),
})
export type ProviderRow = typeof ProviderRow.Type

export const ProviderDraft = Provider.pick("id", "kind", "name", "baseUrl", "model", "parameters")
export type ProviderDraft = typeof ProviderDraft.Type
