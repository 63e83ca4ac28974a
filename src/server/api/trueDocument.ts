import { Predicate } from "effect"

/** The library's words for what it cannot decode. `typedRefusals` answers `InvalidInput` instead. */
const unanswered: ReadonlySet<string> = new Set(["HttpApiDecodeError", "Issue", "PropertyKey"])

const isUnanswered = (value: unknown): boolean =>
  Predicate.isRecord(value) && value["$ref"] === "#/components/schemas/HttpApiDecodeError"

const isRepeated = (value: unknown, at: number, all: ReadonlyArray<unknown>): boolean =>
  Predicate.isRecord(value) &&
  typeof value["$ref"] === "string" &&
  all.findIndex((other) => Predicate.isRecord(other) && other["$ref"] === value["$ref"]) < at

/** The library looks for what is asked of an endpoint at the endpoint alone, and finds that nothing is. */
const isNoSecurity = (name: string, field: unknown): boolean =>
  name === "security" && Array.isArray(field) && field.length === 0

const answered = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const all: ReadonlyArray<unknown> = value
    return all.filter((it, at) => !isUnanswered(it) && !isRepeated(it, at, all)).map(answered)
  }
  if (!Predicate.isRecord(value)) return value
  const fields = Object.entries(value)
    .filter(([name, field]) => !isNoSecurity(name, field))
    .map(([name, field]) => [name, answered(field)] as const)
  const { anyOf, ...rest } = Object.fromEntries(fields)
  const only: ReadonlyArray<unknown> | undefined = Array.isArray(anyOf) ? anyOf : undefined
  if (only?.length === 1 && Predicate.isRecord(only[0])) return { ...rest, ...only[0] }
  return Object.fromEntries(fields)
}

const withoutUnanswered = (components: unknown): unknown => {
  if (!Predicate.isRecord(components) || !Predicate.isRecord(components["schemas"])) return components
  const schemas = Object.entries(components["schemas"]).filter(([name]) => !unanswered.has(name))
  return { ...components, schemas: Object.fromEntries(schemas) }
}

/** The description of the API with the errors that it answers, each once and no others, and who may call it. */
export const trueDocument = (document: Record<string, unknown>): Record<string, unknown> => ({
  ...document,
  paths: answered(document["paths"]),
  components: withoutUnanswered(answered(document["components"])),
  security: [{ bearer: [] }, { cookie: [] }],
})
