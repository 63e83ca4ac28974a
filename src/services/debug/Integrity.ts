import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { IntegrityReport } from "../../domain/rpc/DebugRpcs.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { Search } from "../search/Search.ts"

/** Checks what must hold whatever happened: pages, indexes, rows and events, branches. */
export class Integrity extends Effect.Service<Integrity>()("openchat/Integrity", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const search = yield* Search
    const { deviceId } = yield* Identity

    const pages = Effect.map(sql<{ integrity_check: string }>`PRAGMA integrity_check`, (rows) =>
      rows.map((row) => row.integrity_check).filter((line) => line !== "ok"),
    )

    const indexes = Effect.match(search.check, {
      onSuccess: () => [],
      onFailure: (error) => [`the search index differs from the messages: ${error.message}`],
    })

    const counted = (rows: ReadonlyArray<{ n: number }>, problem: string) => {
      const n = rows[0]?.n ?? 0
      return n === 0 ? [] : [`${n} ${problem}`]
    }

    /** Each query counts what must not exist. */
    const rules = [
      [
        "chats or messages that no server has seen have no event (S1)",
        sql<{ n: number }>`SELECT count(*) AS n FROM (
          SELECT id FROM chat WHERE version = 0 UNION ALL SELECT id FROM message WHERE version = 0
          EXCEPT SELECT entity_id FROM sync_event WHERE operation = 'create')`,
      ],
      [
        "events that wait have no chat or message (S1)",
        sql<{ n: number }>`SELECT count(*) AS n FROM (
          SELECT entity_id FROM sync_event WHERE operation = 'create' AND synced = 0
            AND entity_type IN ('chat', 'message')
          EXCEPT SELECT id FROM chat EXCEPT SELECT id FROM message)`,
      ],
      [
        // of those that wait: what was acknowledged may be forgotten, but for what was refused
        "numbers of events are missing (S2)",
        sql<{ n: number }>`SELECT coalesce(max(number) - min(number) + 1 - count(*), 0) AS n
          FROM sync_event WHERE synced = 0 AND device_id = ${deviceId}`,
      ],
      [
        "messages lie under no chat",
        sql<{
          n: number
        }>`SELECT count(*) AS n FROM message m WHERE NOT EXISTS (SELECT 1 FROM chat WHERE id = m.chat_id)`,
      ],
      [
        "messages answer a message that is not there",
        sql<{ n: number }>`SELECT count(*) AS n FROM message m WHERE m.parent_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM message p WHERE p.id = m.parent_id AND p.chat_id = m.chat_id)`,
      ],
      [
        "chats show a branch that does not end (B1)",
        sql<{ n: number }>`SELECT count(*) AS n FROM chat WHERE leaf_id IS NOT NULL
          AND (NOT EXISTS (SELECT 1 FROM message WHERE id = leaf_id AND chat_id = chat.id)
            OR EXISTS (SELECT 1 FROM message WHERE parent_id = leaf_id))`,
      ],
      [
        "chats with messages show none (B1)",
        sql<{ n: number }>`SELECT count(*) AS n FROM chat WHERE leaf_id IS NULL
          AND EXISTS (SELECT 1 FROM message WHERE chat_id = chat.id)`,
      ],
    ] as const

    const check = Effect.gen(function* () {
      const broken = yield* Effect.forEach(rules, ([problem, query]) =>
        Effect.map(query, (rows) => counted(rows, problem)),
      )
      const report: IntegrityReport = { problems: [...(yield* pages), ...(yield* indexes), ...broken.flat()] }
      return report
    }).pipe(withStorageErrors, Effect.withSpan("Integrity.check"))

    /** Whether SQLite can read every page; fails where it cannot even say that. */
    const isWhole = withStorageErrors(Effect.map(pages, (problems) => problems.length === 0))

    return { check, isWhole } as const
  }),
}) {}
