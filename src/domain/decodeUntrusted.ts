import { Either, ParseResult, Schema, type SchemaAST } from "effect"

/**
 * Decodes what may be anything at all. The library asks what stands where a union has its tag for its text, and throws
 * if that has none, as in `{"_tag":{"toString":1}}`.
 */
export const decodeUntrusted = <A, I>(schema: Schema.Schema<A, I>, options?: SchemaAST.ParseOptions) => {
  const decode = Schema.decodeUnknownEither(schema, options)
  return (input: unknown): Either.Either<A, ParseResult.ParseError> => {
    try {
      return decode(input)
    } catch {
      return Either.left(
        ParseResult.parseError(new ParseResult.Type(schema.ast, input, "has a part that cannot be read")),
      )
    }
  }
}
