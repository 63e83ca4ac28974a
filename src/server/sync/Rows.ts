import { SqlClient, type Statement } from "@effect/sql"
import { Effect, Schema } from "effect"
import type { Chat } from "../../domain/Chat.ts"
import type { UserId } from "../../domain/Ids.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import type { Row } from "../../domain/sync/Row.ts"
import { SyncConfigRecord } from "../../services/account/SyncConfigRepo.ts"
import { UserRecord } from "../../services/account/UserRepo.ts"
import { ChatRecord } from "../../services/chat/ChatRepo.ts"
import { MessageRecord } from "../../services/chat/MessageRepo.ts"
import { columnsOf } from "../../services/database/columns.ts"
import { makeRepo } from "../../services/database/makeRepo.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { DeviceRecord } from "../../services/device/DeviceRepo.ts"
import { ConflictRecord } from "../../services/journal/ConflictRepo.ts"

/** A chat without what each device derives for itself. */
const SentChatRecord = ChatRecord.omit("activeAt")

/** The repositories of the server, which are those of a device without its identity. */
export class Rows extends Effect.Service<Rows>()("openchat/server/Rows", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const users = yield* makeRepo({ table: "user", schema: UserRecord, key: "id" })
    const devices = yield* makeRepo({ table: "device", schema: DeviceRecord, key: "id" })
    const configs = yield* makeRepo({ table: "sync_config", schema: SyncConfigRecord, key: "userId" })
    const chats = yield* makeRepo({ table: "chat", schema: ChatRecord, key: "id" })
    const messages = yield* makeRepo({ table: "message", schema: MessageRecord, key: "id" })
    const conflicts = yield* makeRepo({ table: "conflict", schema: ConflictRecord, key: "id" })

    const select = <A extends object, I>(
      table: string,
      key: string,
      schema: Schema.Schema<A, I> & { readonly fields: object },
      whose: (userId: UserId) => Statement.Fragment,
    ) => {
      const columns = sql.literal(columnsOf(schema))
      const decode = Schema.decodeUnknown(Schema.Array(schema))
      return (userId: UserId, ids: ReadonlyArray<string>) =>
        ids.length === 0
          ? Effect.succeed([])
          : withStorageErrors(
              Effect.flatMap(
                sql`SELECT ${columns} FROM ${sql(table)} WHERE ${sql.in(key, ids)} AND ${whose(userId)}`,
                decode,
              ),
            )
    }
    const byUser = (userId: UserId) => sql`user_id = ${userId}`
    const byChat = (userId: UserId) =>
      sql`EXISTS (SELECT 1 FROM chat WHERE chat.id = message.chat_id AND chat.user_id = ${userId})`
    const selectUsers = select("user", "id", UserRecord, (userId) => sql`id = ${userId}`)
    const selectDevices = select("device", "id", DeviceRecord, byUser)
    const selectConfigs = select("sync_config", "user_id", SyncConfigRecord, byUser)
    const selectChats = select("chat", "id", SentChatRecord, byUser)
    const selectMessages = select("message", "id", MessageRecord, byChat)
    const selectConflicts = select("conflict", "id", ConflictRecord, byUser)

    /** Those of the named rows that are this user's, in the order of their versions. */
    const load = Effect.fn("Rows.load")(function* (
      userId: UserId,
      names: ReadonlyArray<{ readonly entityType: EntityType; readonly entityId: string }>,
    ) {
      const idsOf = (type: EntityType) =>
        names.filter(({ entityType }) => entityType === type).map(({ entityId }) => entityId)
      const found: ReadonlyArray<ReadonlyArray<Row>> = [
        (yield* selectUsers(userId, idsOf("user"))).map((row) => ({ entity: "user", row }) as const),
        (yield* selectDevices(userId, idsOf("device"))).map((row) => ({ entity: "device", row }) as const),
        (yield* selectConfigs(userId, idsOf("sync_config"))).map(
          (row) => ({ entity: "sync_config", row }) as const,
        ),
        (yield* selectChats(userId, idsOf("chat"))).map((row) => ({ entity: "chat", row }) as const),
        (yield* selectMessages(userId, idsOf("message"))).map((row) => ({ entity: "message", row }) as const),
        (yield* selectConflicts(userId, idsOf("conflict"))).map(
          (row) => ({ entity: "conflict", row }) as const,
        ),
      ]
      return found.flat().sort((a, b) => a.row.version - b.row.version)
    })

    return { users, devices, configs, chats, messages, conflicts, load } as const
  }),
}) {}

/** Whether the rows of the chat may be read or written by the user. */
export const ownedBy = (chat: Pick<Chat, "userId">, userId: string): boolean => chat.userId === userId
