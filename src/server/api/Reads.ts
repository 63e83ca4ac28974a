import { SqlClient, type Statement } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { ChatId, DeviceId, MessageId, UserId } from "../../domain/Ids.ts"
import { SyncConfigRecord } from "../../services/account/SyncConfigRepo.ts"
import { ChatRecord } from "../../services/chat/ChatRepo.ts"
import { MessageRecord } from "../../services/chat/MessageRepo.ts"
import { columnsOf } from "../../services/database/columns.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { DeviceRecord } from "../../services/device/DeviceRepo.ts"
import { withServerErrors } from "../sync/serverErrorOf.ts"
import { RecordedEvent } from "./RecordedEvent.ts"

const SentChatRecord = ChatRecord.omit("activeAt")
const EventRecord = Schema.Struct({ ...RecordedEvent.fields, rowId: Schema.Int })

interface Page<Key> {
  readonly after?: Key | undefined
  readonly limit: number
}

interface PageWithTrash<Key> extends Page<Key> {
  readonly deleted: boolean
}

/** The rows of one account for programs that read them by pages. What belongs to another is not found. */
export class Reads extends Effect.Service<Reads>()("openchat/server/Reads", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const all = sql.literal("1 = 1")

    /** The rows that a condition on the tables names; each reader checks in it whose they are. */
    const reader =
      <A extends object, I>(
        schema: Schema.Schema<A, I> & { readonly fields: object },
        from: string,
        alias: string,
      ) =>
      (rest: Statement.Fragment) =>
        Effect.flatMap(
          sql`SELECT ${sql.literal(columnsOf(schema, `${alias}.`))} FROM ${sql.literal(from)} WHERE ${rest}`,
          Schema.decodeUnknown(Schema.Array(schema)),
        ).pipe(withStorageErrors, (effect) => withServerErrors(effect))

    const chats = reader(SentChatRecord, "chat c", "c")
    const messages = reader(MessageRecord, "message m JOIN chat c ON c.id = m.chat_id", "m")
    const devices = reader(DeviceRecord, "device d", "d")
    const events = reader(EventRecord, "sync_event e", "e")
    const configs = reader(SyncConfigRecord, "sync_config s", "s")

    /** One row more than the page has says whether there is a next one. */
    const paged = <A, Key>(limit: number, rows: ReadonlyArray<A>, keyOf: (row: A) => Key) => {
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null }
    }

    const only = <A, Found>(
      entity: NotFound["entity"],
      id: string,
      rows: Effect.Effect<ReadonlyArray<A>, Found>,
    ) =>
      Effect.flatMap(rows, ([row]) =>
        Option.match(Option.fromNullable(row), {
          onNone: () => new NotFound({ entity, id }),
          onSome: Effect.succeed,
        }),
      )

    const listChats = Effect.fn("Reads.listChats")(function* (userId: UserId, page: PageWithTrash<ChatId>) {
      const after = page.after === undefined ? all : sql`c.id > ${page.after}`
      const live = page.deleted ? all : sql.literal("c.deleted_at IS NULL")
      const rows = yield* chats(
        sql`c.user_id = ${userId} AND ${after} AND ${live} ORDER BY c.id LIMIT ${page.limit + 1}`,
      )
      return paged(page.limit, rows, ({ id }) => id)
    })

    const chat = Effect.fn("Reads.chat")((userId: UserId, id: ChatId) =>
      only("chat", id, chats(sql`c.id = ${id} AND c.user_id = ${userId}`)),
    )

    const listMessages = Effect.fn("Reads.listMessages")(function* (
      userId: UserId,
      chatId: ChatId,
      page: PageWithTrash<MessageId>,
    ) {
      yield* chat(userId, chatId)
      const after = page.after === undefined ? all : sql`m.id > ${page.after}`
      const live = page.deleted ? all : sql.literal("m.deleted_at IS NULL")
      const rows = yield* messages(
        sql`m.chat_id = ${chatId} AND c.user_id = ${userId} AND ${after} AND ${live}
            ORDER BY m.id LIMIT ${page.limit + 1}`,
      )
      return paged(page.limit, rows, ({ id }) => id)
    })

    const message = Effect.fn("Reads.message")((userId: UserId, id: MessageId) =>
      only("message", id, messages(sql`m.id = ${id} AND c.user_id = ${userId}`)),
    )

    const listDevices = Effect.fn("Reads.listDevices")(function* (userId: UserId, page: Page<DeviceId>) {
      const after = page.after === undefined ? all : sql`d.id > ${page.after}`
      const rows = yield* devices(
        sql`d.user_id = ${userId} AND ${after} ORDER BY d.id LIMIT ${page.limit + 1}`,
      )
      return paged(page.limit, rows, ({ id }) => id)
    })

    const listEvents = Effect.fn("Reads.listEvents")(function* (userId: UserId, page: Page<number>) {
      const rows = yield* events(
        sql`e.user_id = ${userId} AND e.row_id > ${page.after ?? 0} ORDER BY e.row_id LIMIT ${page.limit + 1}`,
      )
      return paged(page.limit, rows, ({ rowId }) => rowId)
    })

    const config = Effect.fn("Reads.config")((userId: UserId) =>
      only("sync_config", userId, configs(sql`s.user_id = ${userId}`)),
    )

    return { listChats, chat, listMessages, message, listDevices, listEvents, config } as const
  }),
}) {}
