import { Schema } from "effect"
import {
  baseUrlProblem,
  defaultContextTokens,
  parameterBounds,
  type ProviderDraft,
  ProviderKind,
  type ProviderRow,
} from "../../domain/assistant/Provider.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import type { Preset } from "./presets.ts"

/** A provider as it is typed. The key is not in it: it is never written down before it is saved. */
export const ProviderEntry = Schema.Struct({
  kind: ProviderKind,
  name: Schema.String,
  baseUrl: Schema.String,
  model: Schema.String,
  temperature: Schema.String,
  topP: Schema.String,
  maxTokens: Schema.String,
  contextTokens: Schema.String,
})
export type ProviderEntry = typeof ProviderEntry.Type

export type ProviderField = Exclude<keyof ProviderEntry, "kind">

export type ProviderProblems = Partial<Readonly<Record<ProviderField, string>>>

type Parameter = keyof typeof parameterBounds

const asText = (value: number | undefined) => (value === undefined ? "" : String(value))

export const entryOfRow = ({ baseUrl, kind, model, name, parameters }: ProviderRow): ProviderEntry => ({
  kind,
  name,
  baseUrl,
  model: model ?? "",
  temperature: asText(parameters.temperature),
  topP: asText(parameters.topP),
  maxTokens: asText(parameters.maxTokens),
  contextTokens: asText(parameters.contextTokens),
})

export const entryOfPreset = ({ baseUrl, kind, name }: Preset): ProviderEntry => ({
  kind,
  name: baseUrl === "" && kind === "openai" ? "" : name,
  baseUrl,
  model: "",
  temperature: "",
  topP: "",
  maxTokens: "",
  contextTokens: String(defaultContextTokens),
})

/** Some keyboards have a comma where others have a point. */
const numberOf = (text: string) => (text.trim() === "" ? undefined : Number(text.trim().replace(",", ".")))

const showBound = (bound: number) => new Intl.NumberFormat().format(bound)

const numberProblem = (text: string, parameter: Parameter) => {
  const number = numberOf(text)
  const [least, most] = parameterBounds[parameter]
  if (number === undefined)
    return parameter === "contextTokens" ? "Type how much the model reads." : undefined
  const whole = parameter === "maxTokens" || parameter === "contextTokens"
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return undefined
  return `Type a ${whole ? "whole " : ""}number from ${showBound(least)} to ${showBound(most)}.`
}

const addressProblem = ({ baseUrl, kind }: ProviderEntry) => {
  if (kind !== "openai") return undefined
  if (baseUrl.trim() === "") return "Type the address of the provider."
  const problem = baseUrlProblem(baseUrl.trim())
  return problem && `The address ${problem}.`
}

/** What is wrong, by field. */
export const entryProblems = (entry: ProviderEntry): ProviderProblems => {
  const found = {
    name: entry.name.trim() === "" ? "Give it a name." : undefined,
    baseUrl: addressProblem(entry),
    temperature: numberProblem(entry.temperature, "temperature"),
    topP: numberProblem(entry.topP, "topP"),
    maxTokens: numberProblem(entry.maxTokens, "maxTokens"),
    contextTokens: numberProblem(entry.contextTokens, "contextTokens"),
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined))
}

/** What is saved of an entry that has no problems. */
export const draftOf = (id: ProviderId, entry: ProviderEntry): ProviderDraft => {
  const [temperature, topP, maxTokens] = [
    numberOf(entry.temperature),
    numberOf(entry.topP),
    numberOf(entry.maxTokens),
  ]
  return {
    id,
    kind: entry.kind,
    name: entry.name.trim(),
    baseUrl: entry.kind === "openai" ? entry.baseUrl.trim() : "",
    model: entry.model.trim() === "" ? null : entry.model.trim(),
    parameters: {
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { topP }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      contextTokens: numberOf(entry.contextTokens) ?? defaultContextTokens,
    },
  }
}

/** Why a key cannot be sent: it travels in a header, which takes ASCII alone. Undefined if it can. */
export const keyProblem = (key: string): string | undefined =>
  /^[\x21-\x7e]*$/.test(key.trim())
    ? undefined
    : "The key has a space or another character in it that no key has."
