import { SqlClient } from "@effect/sql"
import { Clock, Effect, Schema } from "effect"
import type { ImportId } from "../../domain/Ids.ts"
import { ImportCounts, ImportRecord, noCounts, Skipped } from "../../domain/transfer/Import.ts"
import { columnsOf } from "../database/columns.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"

const Stored = Schema.Struct({
  ...ImportRecord.fields,
  files: Schema.parseJson(ImportRecord.fields.files),
  counts: Schema.parseJson(ImportCounts),
  skipped: Schema.parseJson(Schema.Array(Skipped)),
})

/** Imports that a list shows. */
const shown = 20

/** Remembers the imports that were made on this device. */
export class ImportLog extends Effect.Service<ImportLog>()("openchat/ImportLog", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const live = yield* LiveQueries
    const { userId } = yield* Identity
    const columns = sql.literal(columnsOf(Stored))
    const decode = Schema.decodeUnknown(Schema.Array(Stored))
    const changed = live.invalidate(["imports"])

    /** One that goes on after a reload keeps its beginning. */
    const begin = Effect.fn("ImportLog.begin")(function* (id: ImportId, files: ReadonlyArray<string>) {
      const row = {
        id,
        user_id: userId,
        started_at: yield* Clock.currentTimeMillis,
        files: JSON.stringify(files),
        counts: JSON.stringify(noCounts),
        skipped: "[]",
      }
      yield* sql`INSERT INTO chat_import ${sql.insert(row)} ON CONFLICT (id) DO NOTHING`
      yield* changed
    }, withStorageErrors)

    /** @param endedAt milliseconds since 1970; null while it goes on */
    const note = (
      id: ImportId,
      counts: ImportCounts,
      skipped: ReadonlyArray<Skipped>,
      endedAt: number | null,
    ) =>
      withStorageErrors(
        sql`UPDATE chat_import SET counts = ${JSON.stringify(counts)}, skipped = ${JSON.stringify(skipped)},
            ended_at = ${endedAt} WHERE id = ${id}`,
      ).pipe(Effect.zipRight(changed))

    const list: LiveQuery<ReadonlyArray<ImportRecord>> = {
      keys: ["imports"],
      run: withStorageErrors(
        Effect.flatMap(
          sql`SELECT ${columns} FROM chat_import WHERE user_id = ${userId}
              ORDER BY started_at DESC, id DESC LIMIT ${shown}`,
          decode,
        ),
      ),
    }

    return { begin, note, list, changed } as const
  }),
}) {}
