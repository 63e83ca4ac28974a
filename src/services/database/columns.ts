import { Schema } from "effect"
import { Clocks, FieldVersions } from "../../domain/Scalars.ts"

/** `createdAt` is `created_at` in every table. */
export const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * The columns of a struct's fields, named as the fields are: renaming in SQL costs nothing, renaming in a schema
 * a quarter of a read.
 */
export const columnsOf = (schema: { readonly fields: object }, table = ""): string =>
  Object.keys(schema.fields)
    .map((field) => `${table}${snake(field)} AS "${field}"`)
    .join(", ")

/**
 * A struct's values under the names of its columns. Rows were checked when they came in, so they are not encoded by
 * their schema once more: a struct inside is kept as JSON and a boolean as 0 or 1.
 */
export const columnValues = (schema: { readonly fields: object }) => {
  const columns = new Map(Object.keys(schema.fields).map((field) => [field, snake(field)]))
  return (row: object): Record<string, unknown> => {
    const values: Record<string, unknown> = {}
    for (const [field, value] of Object.entries(row)) {
      const column = columns.get(field)
      if (column !== undefined) values[column] = columnValue(value)
    }
    return values
  }
}

const columnValue = (value: unknown): unknown => {
  if (typeof value === "boolean") return value ? 1 : 0
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value
}

/** The registers of a row as its columns keep them. */
export const registerColumns = {
  clocks: Schema.parseJson(Clocks),
  versions: Schema.parseJson(FieldVersions),
}

/** SQLite has no booleans. */
export const BooleanFromInteger = Schema.transform(Schema.Literal(0, 1), Schema.Boolean, {
  strict: true,
  decode: (bit) => bit === 1,
  encode: (value) => (value ? 1 : 0),
})
