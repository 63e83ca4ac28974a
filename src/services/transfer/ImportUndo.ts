import { SqlClient } from "@effect/sql"
import { Clock, Effect } from "effect"
import { ChatId, type ImportId, MessageId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import type { UndoneImport } from "../../domain/transfer/Import.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { Identity } from "../device/Identity.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"
import { WriteThrough } from "../sync/WriteThrough.ts"
import { ImportLog } from "./ImportLog.ts"

/** Chats of one transaction. */
const batch = 40

/** What was looked at and stays: no chat was ever deleted then. */
const stays = 0

interface Imported {
  readonly id: string
  readonly made: number
  readonly deletedAt: number | null
  readonly written: number
}

/** Takes back what an import brought, all but what a person went on with. */
export class ImportUndo extends Effect.Service<ImportUndo>()("openchat/ImportUndo", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const log = yield* ImportLog
    const nanoid = yield* Nanoid
    const through = yield* WriteThrough
    const { userId } = yield* Identity
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    /** Those that were not looked at yet. In a chat that was made, what is more than was imported was written there. */
    const next = (importId: ImportId) => sql<Imported>`
      SELECT c.id, i.made, c.deleted_at AS "deletedAt", CASE i.made
        WHEN 1 THEN (SELECT count(*) FROM message m WHERE m.chat_id = c.id) > i.messages
        ELSE EXISTS (SELECT 1 FROM imported_message k JOIN message a ON a.parent_id = k.message_id
          WHERE k.import_id = i.import_id AND k.chat_id = c.id AND a.id NOT IN (
            SELECT message_id FROM imported_message WHERE import_id = i.import_id AND chat_id = c.id))
        END AS written
      FROM imported_chat i JOIN chat c ON c.id = i.chat_id
      WHERE i.import_id = ${importId} AND i.undone_at IS NULL AND c.user_id = ${userId} LIMIT ${batch}`

    /** Of a chat that was there before: what was added, the last of it first. */
    const removals = Effect.fnUntraced(function* (importId: ImportId, chatId: ChatId) {
      const rows = yield* sql<{ id: string }>`
        SELECT m.id FROM imported_message k JOIN message m ON m.id = k.message_id
        WHERE k.import_id = ${importId} AND k.chat_id = ${chatId} AND m.deleted_at IS NULL
        ORDER BY m.created_at DESC, m.id DESC`
      return yield* Effect.forEach(rows, ({ id }) =>
        Effect.map(eventId, (it): MutationInput => ({
          _tag: "DeleteMessage",
          eventId: it,
          chatId,
          messageId: MessageId.make(id),
        })),
      )
    })

    const isGoing = ({ deletedAt, written }: Imported) => written === 0 && deletedAt === null

    const changes = Effect.fnUntraced(function* (importId: ImportId, { id, made }: Imported) {
      const chatId = ChatId.make(id)
      if (made === 0) return yield* removals(importId, chatId)
      const deletion: MutationInput = { _tag: "DeleteChat", eventId: yield* eventId, chatId }
      return [deletion]
    })

    /** By when it was deleted it is known, should the same file be imported again. */
    const note = (importId: ImportId, it: Imported) =>
      sql`UPDATE imported_chat SET undone_at = ${
        isGoing(it) ? sql`coalesce((SELECT deleted_at FROM chat WHERE id = ${it.id}), 1)` : sql`${stays}`
      } WHERE import_id = ${importId} AND chat_id = ${it.id}`

    const some = (importId: ImportId) =>
      sql.withTransaction(
        Effect.gen(function* () {
          const found = yield* next(importId)
          const going = found.filter(isGoing)
          const mutations = yield* Effect.forEach(going, (it) => changes(importId, it))
          if (mutations.length > 0) yield* through.apply(mutations.flat())
          for (const it of found) yield* note(importId, it)
          return found.length
        }),
      )

    const result = Effect.fnUntraced(function* (importId: ImportId) {
      const [gone] = yield* sql<{ n: number }>`
        SELECT count(*) AS n FROM imported_chat WHERE import_id = ${importId} AND made = 1 AND undone_at > ${stays}`
      const kept = yield* sql<{ title: string }>`
        SELECT c.title FROM imported_chat i JOIN chat c ON c.id = i.chat_id
        WHERE i.import_id = ${importId} AND i.undone_at = ${stays} AND c.deleted_at IS NULL ORDER BY c.id`
      const undone: UndoneImport = { removed: gone?.n ?? 0, kept: kept.map(({ title }) => title) }
      return undone
    })

    /** Its chats go to the trash, but for those in which something was written since. Safe to repeat. */
    const undo = Effect.fn("ImportUndo.undo")(function* (importId: ImportId) {
      while ((yield* some(importId)) > 0) yield* othersTurn
      const now = yield* Clock.currentTimeMillis
      yield* sql`UPDATE chat_import SET undone_at = coalesce(undone_at, ${now})
        WHERE id = ${importId} AND user_id = ${userId}`
      yield* log.changed
      return yield* result(importId)
    }, withStorageErrors)

    return { undo } as const
  }),
}) {}
