import { Schema } from "effect"

/** `createdAt` is `created_at` in every table. */
export const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * The columns of a struct's fields, named as the fields are: renaming in SQL costs nothing, renaming in a schema
 * a quarter of a read.
 */
export const columnsOf = (schema: { readonly fields: object }, table = ""): string =>
  Object.keys(schema.fields)
    .map((field) => `${table}${snake(field)} AS "${field}"`)
    .join(", ")

/** A struct's values under the names of its columns. */
export const toColumns = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [snake(field), value]))

/** SQLite has no booleans. */
export const BooleanFromInteger = Schema.transform(Schema.Literal(0, 1), Schema.Boolean, {
  strict: true,
  decode: (bit) => bit === 1,
  encode: (value) => (value ? 1 : 0),
})
