import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { Rebuilt } from "../../domain/Rebuilt.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

const Stored = Schema.parseJson(Rebuilt)

/** The note that this database took the place of a damaged one, with what could be read of that. */
export class RebuiltNote extends Effect.Service<RebuiltNote>()("openchat/RebuiltNote", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const stored = (name: "rebuilt" | "rebuiltSeen") =>
      withStorageErrors(
        Effect.flatMap(sql<{ value: string }>`SELECT value FROM sync_state WHERE name = ${name}`, ([row]) =>
          row === undefined
            ? Effect.succeedNone
            : Effect.asSome(Effect.orDie(Schema.decode(Stored)(row.value))),
        ),
      )

    /** What was taken in; none if this database has followed no other, or has not taken in yet what was in it. */
    const taken = stored("rebuilt")

    /** What was taken in, until somebody has read that it was. */
    const unread = Effect.gen(function* () {
      const [report, seen] = [yield* taken, yield* stored("rebuiltSeen")]
      return Option.isSome(seen) ? null : Option.getOrNull(report)
    })

    const put = (name: "rebuilt" | "rebuiltSeen", report: Rebuilt) =>
      sql`INSERT INTO sync_state ${sql.insert({ name, value: Schema.encodeSync(Stored)(report) })}
          ON CONFLICT (name) DO UPDATE SET value = excluded.value`

    const dismiss = withStorageErrors(
      Effect.gen(function* () {
        const report = yield* taken
        if (Option.isSome(report)) yield* put("rebuiltSeen", report.value)
      }),
    )

    return {
      taken,
      unread,
      dismiss,
      write: (report: Rebuilt) => withStorageErrors(put("rebuilt", report)),
    } as const
  }),
}) {}
