import { Reactivity } from "@effect/experimental"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { SqlError } from "@effect/sql/SqlError"
import { Context, Effect, Layer, Option, Redacted } from "effect"
import { TypeOverrides, types } from "pg"
import { releaseSavepoints } from "../../services/database/releaseSavepoints.ts"
import { reasonOf } from "../reasonOf.ts"
import { StoreUnavailable } from "../ServerErrors.ts"

/** The address without its password, for messages and logs. */
export const nameOf = (url: Redacted.Redacted): string => {
  const text = Redacted.value(url)
  if (!URL.canParse(text)) return "of OPENCHAT_DATABASE_URL"
  const { host, pathname } = new URL(text)
  return `${pathname.slice(1) || "postgres"} at ${host || "this machine"}`
}

/** All our BIGINTs are milliseconds and counters, which a double holds; the driver would make text of them. */
const asNumbers = new TypeOverrides()
asNumbers.setTypeParser(types.builtins.INT8, Number)

const make = Effect.fn("PostgresStore.make")(function* (url: Redacted.Redacted) {
  const client = yield* PgClient.make({
    url,
    types: asNumbers,
    applicationName: "openchat",
    maxConnections: 10,
    connectTimeout: "5 seconds",
  })
  const withTransaction = releaseSavepoints(client.withTransaction, "effect_sql_")
  const own = Object.assign(client, {
    // the library takes a COMMIT that fails, as it does when the connection breaks, for a defect
    withTransaction: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
      Effect.catchSomeDefect(withTransaction(effect), (defect) =>
        defect instanceof SqlError ? Option.some(Effect.fail(defect)) : Option.none(),
      ),
  })
  return Context.make(PgClient.PgClient, own).pipe(Context.add(SqlClient.SqlClient, own))
})

/**
 * The server's database in a PostgreSQL, which several server processes may share.
 *
 * @throws StoreUnavailable if it does not answer within five seconds or refuses the account
 */
export const layer = (
  url: Redacted.Redacted,
): Layer.Layer<PgClient.PgClient | SqlClient.SqlClient, StoreUnavailable> =>
  Layer.scopedContext(make(url)).pipe(
    Layer.provide(Reactivity.layer),
    Layer.catchAllCause((cause) =>
      Layer.fail(new StoreUnavailable({ store: nameOf(url), detail: reasonOf(cause) })),
    ),
  )
