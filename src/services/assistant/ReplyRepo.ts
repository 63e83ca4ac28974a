import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { Reply } from "../../domain/assistant/Reply.ts"
import { AppError } from "../../domain/errors/AppError.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import { columnsOf, columnValues } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { joinPieces, type Piece } from "./joinPieces.ts"

const ReplyRecord = Schema.Struct({ ...Reply.fields, error: Schema.NullOr(Schema.parseJson(AppError)) })

/** Replies that this device has asked for, and what has arrived of them since their messages were written last. */
export class ReplyRepo extends Effect.Service<ReplyRepo>()("openchat/ReplyRepo", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const repo = yield* makeRepo({ table: "reply", schema: ReplyRecord, key: "messageId" })
    const { userId } = yield* Identity
    const columns = sql.literal(columnsOf(Reply))
    const encode = Schema.encode(ReplyRecord)
    const valuesOf = columnValues(Reply)
    const decode = Schema.decodeUnknown(Schema.Array(ReplyRecord))

    const inChat = (chatId: ChatId) =>
      withStorageErrors(
        Effect.flatMap(
          sql`SELECT ${columns} FROM reply WHERE chat_id = ${chatId} ORDER BY started_at, message_id`,
          decode,
        ),
      )

    /** Those that run, or ran when the database was closed. Of this person: others' wait until they are back. */
    const unfinished = withStorageErrors(
      Effect.flatMap(
        sql`SELECT ${columns} FROM reply WHERE state IN ('waiting', 'streaming')
          AND chat_id IN (SELECT id FROM chat WHERE user_id = ${userId})`,
        decode,
      ),
    )

    /** Of chats that are gone for good. */
    const sweep = withStorageErrors(
      Effect.zipRight(
        sql`DELETE FROM reply WHERE chat_id NOT IN (SELECT id FROM chat)`,
        sql`DELETE FROM reply_chunk WHERE message_id NOT IN (SELECT message_id FROM reply)`,
      ),
    )

    const put = Effect.fnUntraced(
      function* (reply: Reply) {
        yield* repo.remove(reply.messageId)
        yield* sql`INSERT INTO reply ${sql.insert(valuesOf(yield* encode(reply)))}`
      },
      sql.withTransaction,
      withStorageErrors,
    )

    const addChunk = (messageId: MessageId, place: number, content: string) =>
      withStorageErrors(
        sql`INSERT OR REPLACE INTO reply_chunk ${sql.insert({ message_id: messageId, place, content })}`,
      )

    const dropChunks = (messageId: MessageId) =>
      withStorageErrors(sql`DELETE FROM reply_chunk WHERE message_id = ${messageId}`)

    const forget = (messageId: MessageId) => Effect.zipRight(dropChunks(messageId), repo.remove(messageId))

    /** All that has arrived of a reply whose message has this text. */
    const arrived = Effect.fnUntraced(function* (messageId: MessageId, written: string) {
      const pieces = yield* sql<Piece>`
        SELECT place, content FROM reply_chunk WHERE message_id = ${messageId} ORDER BY place`
      return joinPieces(written, pieces)
    }, withStorageErrors)

    return { byId: repo.byId, forget, inChat, unfinished, sweep, put, addChunk, dropChunks, arrived } as const
  }),
}) {}
