import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { ChatId, ConflictId, MessageId } from "../../domain/Ids.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import type { Place } from "../../domain/sync/Protocol.ts"
import { type Row, rowId } from "../../domain/sync/Row.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { Outbox } from "./Outbox.ts"
import { type Remade, Remakes } from "./Remakes.ts"
import { RemoteRows } from "./RemoteRows.ts"
import { SyncState } from "./SyncState.ts"

/** Rows that are looked at in one statement. */
const sliceRows = 1_000

/** What a server once had and a snapshot did not bring. */
interface Missing {
  readonly chats: ReadonlyArray<ChatId>
  readonly messages: ReadonlyArray<MessageId>
  readonly conflicts: ReadonlyArray<ConflictId>
}

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
      if (page.length === 0) return
      const ids = page.map((it) => ({ entity_id: rowId(it) }))
      yield* sql`INSERT INTO snapshot_row ${sql.insert(ids)} ON CONFLICT DO NOTHING`
    }, withStorageErrors)

    /** Of this person: another one may have chats on the same device. */
    const own = {
      chat: sql`user_id = ${userId}`,
      message: sql`chat_id IN (SELECT id FROM chat WHERE user_id = ${userId})`,
      conflict: sql`user_id = ${userId}`,
    }

    const missingOf = Effect.fnUntraced(function* (table: keyof typeof own) {
      const ids: Array<string> = []
      for (let after = ""; ;) {
        const slice = yield* sql<{ id: string; missing: number }>`
          SELECT id, version > 0 AND id NOT IN (SELECT entity_id FROM snapshot_row) AS missing FROM ${sql(table)}
          WHERE id > ${after} AND ${own[table]} ORDER BY id LIMIT ${sliceRows}`
        ids.push(...slice.flatMap(({ id, missing }) => (missing === 1 ? [id] : [])))
        const last = slice.at(-1)
        if (last === undefined) return ids
        after = last.id
        yield* othersTurn
      }
    })

    /**
     * Found in slices before the transaction that ends the snapshot, which would keep reads waiting. No row becomes one
     * that a server has between the two, as nothing is pushed or pulled.
     */
    const missing: Effect.Effect<Missing, StorageError> = withStorageErrors(
      Effect.gen(function* () {
        const chats = (yield* missingOf("chat")).map((id) => ChatId.make(id))
        const messages = (yield* missingOf("message")).map((id) => MessageId.make(id))
        const conflicts = (yield* missingOf("conflict")).map((id) => ConflictId.make(id))
        return { chats, messages, conflicts }
      }),
    )

    /** What waited for the row is part of what it is made with. */
    const forget = (id: string) => sql`DELETE FROM sync_event WHERE synced = 0 AND entity_id = ${id}`

    /** S9: the server lost them and the person wants to keep them: they are sent as if they were new. */
    const remake = Effect.fnUntraced(function* ({ chats, conflicts, messages }: Missing) {
      const made: Array<Remade> = []
      const gone: Array<Remade> = []
      for (const id of chats) {
        const chat = yield* remakes.chat(id)
        made.push(...chat.made)
        gone.push(...chat.gone)
        yield* forget(id)
      }
      for (const id of messages) {
        made.push(...(yield* remakes.message(id)))
        yield* forget(id)
      }
      for (const id of conflicts) {
        made.push(yield* remakes.conflict(id))
        yield* forget(id)
      }
      yield* remakes.record([...made, ...gone])
      yield* outbox.bringForward(new Set(made.map(({ mutation }) => mutation.eventId)))
    })

    /** The server forgot them after they were deleted elsewhere; what waits for them goes on to be refused. */
    const drop = Effect.fnUntraced(function* ({ chats, conflicts, messages }: Missing) {
      const keys: Array<QueryKey> = []
      for (const id of messages) keys.push(...(yield* rows.remove("message", id)))
      for (const id of chats) keys.push(...(yield* rows.remove("chat", id)))
      for (const id of conflicts) yield* sql`DELETE FROM conflict WHERE id = ${id}`
      return keys
    })

    /** In the transaction that ends the snapshot. */
    const finish = Effect.fn("SnapshotEnd.finish")(function* (
      place: Place,
      keepMissing: boolean,
      lost: Missing,
    ) {
      const keys = keepMissing ? yield* Effect.as(remake(lost), []) : yield* drop(lost)
      yield* state.endSnapshot(place)
      const all: ReadonlyArray<QueryKey> = [...keys, "chats", "search", "events", "conflicts"]
      return all
    }, withStorageErrors)

    return { note, missing, finish } as const
  }),
}) {}
