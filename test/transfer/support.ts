import { SqlClient } from "@effect/sql"
import { Chunk, Effect, Option, Stream } from "effect"
import { ImportId, timeOrderedId } from "../../src/domain/Ids.ts"
import { Imports } from "../../src/services/transfer/Imports.ts"

export const importIdOf = (n: number) => ImportId.make(timeOrderedId(n, "i".repeat(14)))

export const jsonFile = (name: string, ...values: ReadonlyArray<unknown>) => ({
  name,
  blob: new Blob(values.map((value) => `${JSON.stringify(value)}\n`)),
})

/** Imports the files and answers what it brought. */
export const importing = (
  n: number,
  ...files: ReadonlyArray<{ readonly name: string; readonly blob: Blob }>
) =>
  Effect.gen(function* () {
    const { start } = yield* Imports
    const told = yield* Stream.runCollect(start(importIdOf(n), files))
    return yield* Option.map(Chunk.last(told), ({ counts }) => counts)
  })

/** The texts of a chat's branch that is shown. */
export const shownTexts = (title: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const rows = yield* sql<{ content: string }>`
      WITH RECURSIVE up(id, parent_id, content, deleted_at, depth) AS (
        SELECT m.id, m.parent_id, m.content, m.deleted_at, 0 FROM message m JOIN chat c ON c.leaf_id = m.id WHERE c.title = ${title}
        UNION ALL
        SELECT m.id, m.parent_id, m.content, m.deleted_at, up.depth + 1 FROM message m JOIN up ON up.parent_id = m.id
      ) SELECT content FROM up WHERE deleted_at IS NULL ORDER BY depth DESC`
    return rows.map(({ content }) => content)
  })
