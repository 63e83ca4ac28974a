import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { Mutation, targetOf } from "../../domain/Mutation.ts"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { SyncEventRepo } from "./SyncEventRepo.ts"

const encode = Schema.encodeSync(Schema.parseJson(Mutation))

/** A change that was applied and is to be recorded. */
export interface Entry {
  readonly mutation: Mutation
  readonly timestamp: Timestamp
  /** The version of the row that it was made on. */
  readonly baseVersion: number
}

/** Parameters of one `IN (…)`. */
const idsPerQuery = 500

/** Records changes in the outbox, always within the transaction that makes them (S1). */
export class Journal extends Effect.Service<Journal>()("openchat/Journal", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const events = yield* SyncEventRepo
    const { deviceId, userId } = yield* Identity

    /** Those of the mutations that were recorded before: repeats. */
    const known = Effect.fn("Journal.known")(function* (mutations: ReadonlyArray<Mutation>) {
      const found = new Set<string>()
      for (let from = 0; from < mutations.length; from += idsPerQuery) {
        const ids = mutations.slice(from, from + idsPerQuery).map(({ eventId }) => eventId)
        const rows = yield* sql<{ id: string }>`SELECT id FROM sync_event WHERE ${sql.in("id", ids)}`
        for (const { id } of rows) found.add(id)
      }
      return found
    }, withStorageErrors)

    const lastNumber = Effect.map(
      // of the events, or of the last one that was pruned
      sql<{ number: number }>`SELECT coalesce(
          (SELECT max(number) FROM sync_event WHERE device_id = ${deviceId}),
          (SELECT last_number FROM device WHERE id = ${deviceId})
        ) AS number`,
      ([row]) => row?.number ?? 0,
    )

    /** S2: numbered without gaps, since a transaction that is rolled back takes its numbers with it. */
    const append = Effect.fn("Journal.append")(function* (entries: ReadonlyArray<Entry>) {
      const last = yield* withStorageErrors(lastNumber)
      yield* events.insert(
        entries.map(
          ({ mutation, timestamp, baseVersion }, index): SyncEvent => ({
            id: mutation.eventId,
            ...targetOf(mutation),
            data: encode(mutation),
            timestamp,
            userId,
            deviceId,
            synced: false,
            number: last + 1 + index,
            baseVersion,
            outcome: null,
          }),
        ),
      )
    })

    return { known, append } as const
  }),
}) {}
