import { SqlClient } from "@effect/sql"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Exit, Option } from "effect"

type WithTransaction = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | SqlError, R>

/**
 * The library sets a savepoint for each inner transaction and leaves it set, so that a transaction with many of them
 * takes more memory and time with each. This releases it at the end of what it was for.
 *
 * @param prefix of the name that a savepoint has, before its depth
 */
export const releaseSavepoints =
  (withTransaction: WithTransaction, prefix: string): WithTransaction =>
  (effect) =>
    Effect.flatMap(
      Effect.serviceOption(SqlClient.TransactionConnection),
      Option.match({
        onNone: () => withTransaction(effect),
        onSome: ([connection, depth]) => {
          const release = connection.executeUnprepared(
            `RELEASE SAVEPOINT ${prefix}${depth + 1}`,
            [],
            undefined,
          )
          return Effect.onExit(withTransaction(effect), (exit) =>
            // after a failure there may be no transaction left to release it in
            Exit.isSuccess(exit) ? Effect.orDie(release) : Effect.ignore(release),
          )
        },
      }),
    )
