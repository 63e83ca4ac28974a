import { SqlClient } from "@effect/sql"
import { Effect, Layer, Scope } from "effect"
import { nanoid } from "nanoid"
import { migrate } from "../../services/database/Migrations.ts"
import { serverMigrations } from "./serverMigrations.ts"

/** Any number: who changes the tables of the database takes the lock of this name. */
const lock = 7_263_241

/**
 * Runs the effect while no other process of a shared PostgreSQL runs one. A file has one process.
 *
 * The lock is held by a connection of its own: a transaction around the migrations would be broken by their first look
 * for a table that is not there.
 */
export const alone = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    sql.onDialectOrElse({
      pg: () =>
        Effect.scoped(
          Effect.gen(function* () {
            const connection = yield* sql.reserve
            const scope = yield* Scope.Scope
            yield* connection.executeRaw(`SELECT pg_advisory_lock(${lock})`, [])
            yield* Scope.addFinalizer(
              scope,
              Effect.ignore(connection.executeRaw(`SELECT pg_advisory_unlock(${lock})`, [])),
            )
            return yield* effect
          }),
        ),
      orElse: () => effect,
    }),
  )

/** S9: who the database is. A copy keeps it, so it changes only with a database that begins anew. */
const nameEpoch = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`INSERT INTO server_state ${sql.insert({ name: "epoch", value: nanoid() })} ON CONFLICT (name) DO NOTHING`
})

/** Brings the tables of the database to what this server knows, and gives a new one its epoch. */
export const preparedStore = Layer.effectDiscard(alone(Effect.zipRight(migrate(serverMigrations), nameEpoch)))
