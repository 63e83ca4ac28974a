import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { type Mutation, targetOf } from "../../domain/Mutation.ts"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { SyncEventRepo } from "./SyncEventRepo.ts"

/** A change that was applied and is to be recorded. */
export interface Entry {
  readonly mutation: Mutation
  readonly timestamp: Timestamp
  /** The version of the row that it was made on. */
  readonly baseVersion: number
  /** The texts that it replaced, as JSON. */
  readonly replaced?: string | null
}

/** Where the journal stands. */
export interface Last {
  /** Of the device's newest event. */
  readonly number: number
  /** Every version up to this one has been seen. */
  readonly cursor: number
}

/** Parameters of one `IN (…)`. */
const idsPerQuery = 500

/** Records changes in the outbox, always within the transaction that makes them (S1). */
export class Journal extends Effect.Service<Journal>()("openchat/Journal", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const events = yield* SyncEventRepo
    const { deviceId, userId } = yield* Identity

    /** Which of the mutations were recorded before, and where the journal stands. */
    const look = Effect.fnUntraced(function* (mutations: ReadonlyArray<Mutation>) {
      const known = new Set<string>()
      let last: Last = { number: 0, cursor: 0 }
      for (let from = 0; from === 0 || from < mutations.length; from += idsPerQuery) {
        const ids = mutations.slice(from, from + idsPerQuery).map(({ eventId }) => eventId)
        // the number is that of the newest event, or of the last one that was pruned
        const rows = yield* sql<{ id: string | null; number: number; cursor: string | null }>`
          SELECT NULL AS id, coalesce(
            (SELECT max(number) FROM sync_event WHERE device_id = ${deviceId}),
            (SELECT last_number FROM device WHERE id = ${deviceId})
          ) AS number, (SELECT value FROM sync_state WHERE name = 'cursor') AS cursor
          UNION ALL SELECT id, number, NULL FROM sync_event WHERE ${sql.in("id", ids)}`
        for (const { id, number, cursor } of rows) {
          if (id === null) last = { number, cursor: Number(cursor ?? 0) }
          else known.add(id)
        }
      }
      return { known, last } as const
    }, withStorageErrors)

    /** S2: numbered without gaps, since a transaction that is rolled back takes its numbers with it. */
    const append = Effect.fnUntraced(function* (last: Last, entries: ReadonlyArray<Entry>) {
      yield* events.insert(
        entries.map(({ mutation, timestamp, baseVersion, replaced }, index): SyncEvent => ({
          id: mutation.eventId,
          ...targetOf(mutation),
          // a mutation is its own encoding
          data: JSON.stringify(mutation),
          timestamp,
          userId,
          deviceId,
          synced: false,
          number: last.number + 1 + index,
          // what was seen: everything up to the cursor, and of this row perhaps more
          baseVersion: Math.max(baseVersion, last.cursor),
          outcome: null,
          replaced: replaced ?? null,
          reason: null,
        })),
      )
    })

    return { look, append } as const
  }),
}) {}
