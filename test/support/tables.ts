import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

const names = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  return yield* sql<{ name: string }>`
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
})

/** Every row of every table, indexes of the search included: two equal dumps are two equal databases. */
export const dump = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* Effect.forEach(yield* names, ({ name }) =>
    Effect.map(sql`SELECT * FROM ${sql(name)}`, (found) => [name, found] as const),
  )
  return Object.fromEntries(rows)
})

/** What is written before the first mutation: who this device is. */
const kept = ["user", "device", "sync_config", "sync_state", "effect_sql_migrations"]

/** An empty database for the next case of a property, twenty times faster than another one. */
export const wipe = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const emptied = (yield* names).filter(({ name }) => !kept.includes(name) && !name.includes("_fts"))
  yield* Effect.forEach(emptied, ({ name }) => sql`DELETE FROM ${sql(name)}`)
}).pipe(Effect.orDie)

export const count = (table: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const [row] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM ${sql(table)}`
    return row?.n ?? 0
  })
