import { Either, Predicate, Schema } from "effect"

/** A field that counts as absent where it is not what it should be: files of others change without notice. */
export const lenient = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optional(Schema.UndefinedOr(schema).annotations({ decodingFallback: () => Either.right(undefined) }))

/** Each element that is what it should be. */
export const lenientArray = <A, I>(schema: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknownOption(schema)
  return (items: ReadonlyArray<unknown>): ReadonlyArray<A> =>
    items.flatMap((item) => {
      const decoded = decode(item)
      return decoded._tag === "Some" ? [decoded.value] : []
    })
}

/** Whether it is an object that has all of the fields. */
export const hasFields =
  (...names: ReadonlyArray<string>) =>
  (item: unknown): item is Record<string, unknown> =>
    Predicate.isRecord(item) && names.every((name) => name in item)

/** Milliseconds of a time in seconds. */
export const fromSeconds = (seconds: number | null | undefined): number | null =>
  typeof seconds === "number" && Number.isFinite(seconds) ? Math.round(seconds * 1_000) : null

/** Milliseconds of a time as ISO 8601. */
export const fromIso = (text: string | null | undefined): number | null => {
  const millis = typeof text === "string" ? Date.parse(text) : Number.NaN
  return Number.isFinite(millis) ? millis : null
}

export const joined = (...texts: ReadonlyArray<string | null | undefined>): string =>
  texts.filter((text) => typeof text === "string" && text.trim() !== "").join("\n\n")
