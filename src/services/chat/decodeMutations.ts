import { Effect, ParseResult, Schema } from "effect"
import { decodeUntrusted } from "../../domain/decodeUntrusted.ts"
import { InvalidInput, PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { Mutation, type MutationInput } from "../../domain/Mutation.ts"
import { maxContentBytes, utf8Bytes } from "../../domain/Text.ts"

const decode = decodeUntrusted(Schema.Array(Mutation), { onExcessProperty: "error" })

/** A sentence that is longer is a list of everything that would have been taken. */
const maxProblemLength = 200

/** What was given must not travel to the page or into a log: five megabytes, or a password. */
const given = /, actual [^]*$/

/** The place and the sentence of each thing that is wrong, fit for a person to read. */
export const invalidInput = (error: ParseResult.ParseError): InvalidInput =>
  new InvalidInput({
    issues: ParseResult.ArrayFormatter.formatErrorSync(error).map(({ path, message }) => ({
      // a person knows titles, not patches
      path: path.filter((key) => typeof key === "string" && key !== "patch").join("."),
      // what our own rules say are predicates, what the library says is not
      problem: message
        .replace(given, "")
        .replace(/^Expected/, "is wrong: expected")
        .slice(0, maxProblemLength),
    })),
  })

const sizeOf = (content: unknown) => (typeof content === "string" ? utf8Bytes(content) : 0)

/** Every text of a mutation that can be long. */
const textsOf = (input: MutationInput): ReadonlyArray<unknown> => {
  if (typeof input !== "object" || input === null) return []
  return [
    "content" in input ? input.content : undefined,
    "patch" in input && typeof input.patch === "object" && input.patch !== null
      ? Object.values(input.patch).find(
          (value) => typeof value === "string" && value.length > maxContentBytes / 4,
        )
      : undefined,
    "systemPrompt" in input ? input.systemPrompt : undefined,
  ]
}

/** The one place where what a page sends becomes mutations. Size first: a huge text is not worth decoding. */
export const decodeMutations = Effect.fnUntraced(function* (inputs: ReadonlyArray<MutationInput>) {
  if (!Array.isArray(inputs)) {
    return yield* new InvalidInput({ issues: [{ path: "mutations", problem: "is not a list" }] })
  }
  for (const bytes of inputs.flatMap(textsOf).map(sizeOf)) {
    if (bytes > maxContentBytes) return yield* new PayloadTooLarge({ bytes, limit: maxContentBytes })
  }
  return yield* Effect.mapError(decode(inputs), invalidInput)
})
