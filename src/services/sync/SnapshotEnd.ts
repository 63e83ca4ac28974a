import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { ChatId, ConflictId, MessageId } from "../../domain/Ids.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import type { Place } from "../../domain/sync/Protocol.ts"
import { type Row, rowId } from "../../domain/sync/Row.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { Outbox } from "./Outbox.ts"
import { type Remade, Remakes } from "./Remakes.ts"
import { RemoteRows } from "./RemoteRows.ts"
import { SyncState } from "./SyncState.ts"

/** What to do, once a snapshot is whole, about rows that it did not bring although a server once had them. */
export class SnapshotEnd extends Effect.Service<SnapshotEnd>()("openchat/SnapshotEnd", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const outbox = yield* Outbox
    const remakes = yield* Remakes
    const rows = yield* RemoteRows
    const state = yield* SyncState
    const { userId } = yield* Identity

    /** Remembers what a page brought. */
    const note = Effect.fnUntraced(function* (page: ReadonlyArray<Row>) {
      for (const it of page) {
        yield* sql`INSERT INTO snapshot_row (entity_id) VALUES (${rowId(it)}) ON CONFLICT DO NOTHING`
      }
    }, withStorageErrors)

    /** Of this person: another one may have chats on the same device. */
    const missing = (table: "chat" | "message" | "conflict") => {
      const own =
        table === "message"
          ? sql`chat_id IN (SELECT id FROM chat WHERE user_id = ${userId})`
          : sql`user_id = ${userId}`
      return sql<{ id: string }>`SELECT id FROM ${sql(table)} WHERE version > 0 AND ${own}
        AND id NOT IN (SELECT entity_id FROM snapshot_row) ORDER BY id`
    }

    /** What waited for the row is part of what it is made with. */
    const forget = (id: string) => sql`DELETE FROM sync_event WHERE synced = 0 AND entity_id = ${id}`

    /** S9: the server lost them and the person wants to keep them: they are sent as if they were new. */
    const remake = Effect.gen(function* () {
      const made: Array<Remade> = []
      const gone: Array<Remade> = []
      for (const { id } of yield* missing("chat")) {
        const chat = yield* remakes.chat(ChatId.make(id))
        made.push(...chat.made)
        gone.push(...chat.gone)
        yield* forget(id)
      }
      for (const { id } of yield* missing("message")) {
        made.push(...(yield* remakes.message(MessageId.make(id))))
        yield* forget(id)
      }
      for (const { id } of yield* missing("conflict")) {
        made.push(yield* remakes.conflict(ConflictId.make(id)))
        yield* forget(id)
      }
      yield* remakes.record([...made, ...gone])
      yield* outbox.bringForward(new Set(made.map(({ mutation }) => mutation.eventId)))
    })

    /** The server forgot them after they were deleted elsewhere; what waits for them goes on to be refused. */
    const drop = Effect.gen(function* () {
      const keys: Array<QueryKey> = []
      for (const { id } of yield* missing("message")) keys.push(...(yield* rows.remove("message", id)))
      for (const { id } of yield* missing("chat")) keys.push(...(yield* rows.remove("chat", id)))
      for (const { id } of yield* missing("conflict")) yield* sql`DELETE FROM conflict WHERE id = ${id}`
      return keys
    })

    /** In the transaction that ends the snapshot. */
    const finish = Effect.fn("SnapshotEnd.finish")(function* (place: Place, keepMissing: boolean) {
      const keys = keepMissing ? yield* Effect.as(remake, []) : yield* drop
      yield* state.endSnapshot(place)
      const all: ReadonlyArray<QueryKey> = [...keys, "chats", "search", "events", "conflicts"]
      return all
    }, withStorageErrors)

    return { note, finish } as const
  }),
}) {}
