import { SqlClient } from "@effect/sql"
import { Clock, Effect, Option, Schema } from "effect"
import { InvalidInput } from "../../domain/errors/InputErrors.ts"
import { ChatId, MessageId, type UserId } from "../../domain/Ids.ts"
import { Version } from "../../domain/Scalars.ts"
import { EntityType } from "../../domain/SyncEvent.ts"
import { pageBytes, type SnapshotPage, type SnapshotRequest } from "../../domain/sync/Protocol.ts"
import { type Row, rowId } from "../../domain/sync/Row.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { fitting } from "./fitting.ts"
import { Registrations } from "./Registrations.ts"
import { Rows } from "./Rows.ts"
import { withServerErrors } from "./serverErrorOf.ts"
import { Spaces } from "./Spaces.ts"

/**
 * How far a snapshot has come. The version is that of its beginning: what changes meanwhile is pulled afterwards, so
 * the pages need not be of one instant.
 */
const Progress = Schema.parseJson(
  Schema.Struct({
    version: Version,
    mark: Schema.NullOr(Schema.String),
    /** The last row that was sent before the messages begin. */
    head: Schema.NullOr(Schema.Struct({ entityType: EntityType, entityId: Schema.String })),
    /** The last message that was sent. */
    message: Schema.NullOr(Schema.Struct({ chatId: ChatId, messageId: MessageId })),
  }),
)
type Progress = typeof Progress.Type

/** Rows of a page: a device takes a page apart in one go, and reads wait for it. */
const pageRows = 200

/** Everything that comes before the messages. */
const heads: ReadonlyArray<EntityType> = ["user", "sync_config", "device", "chat", "conflict"]

/** In the order that the database gave, which is that of its collation and not of JavaScript. */
const inOrder = (rows: ReadonlyArray<Row>, names: ReadonlyArray<{ readonly entityId: string }>) => {
  const place = new Map(names.map(({ entityId }, index) => [entityId, index]))
  return rows.toSorted((a, b) => (place.get(rowId(a)) ?? 0) - (place.get(rowId(b)) ?? 0))
}

/** All that a user has, for a device that begins or was away for too long. */
export class Snapshots extends Effect.Service<Snapshots>()("openchat/server/Snapshots", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const registrations = yield* Registrations
    const rows = yield* Rows
    const spaces = yield* Spaces

    const begin = Effect.fnUntraced(function* (userId: UserId) {
      const { version } = yield* spaces.head(userId)
      const mark = yield* spaces.markAt(userId, version)
      const progress: Progress = { version, mark, head: null, message: null }
      return progress
    })

    /** In the order of `heads`, and within each by descending id, which is that of their making. */
    const headRows = Effect.fnUntraced(function* (userId: UserId, { head }: Progress) {
      const first = head === null ? 0 : heads.indexOf(head.entityType)
      for (const entityType of heads.slice(first)) {
        const below =
          head?.entityType === entityType ? sql`AND entity_id < ${head.entityId}` : sql.literal("")
        const names = yield* sql<{ entityId: string }>`
          SELECT entity_id AS "entityId" FROM change
          WHERE user_id = ${userId} AND entity_type = ${entityType} ${below}
          ORDER BY entity_id DESC LIMIT ${pageRows}`
        if (names.length === 0) continue
        const found = yield* rows.load(
          userId,
          names.map(({ entityId }) => ({ entityType, entityId })),
        )
        return inOrder(found, names)
      }
      return []
    }, withStorageErrors)

    /**
     * One chat after the other, the newest first, each from its beginning: a parent comes before its children. Both the
     * order and the place name the chat by its own row: so a page reads the index from there, and does not sort all.
     */
    const messageRows = Effect.fnUntraced(function* (userId: UserId, { message }: Progress) {
      const rest =
        message === null
          ? sql.literal("")
          : sql`AND c.id <= ${message.chatId} AND (c.id < ${message.chatId} OR m.id > ${message.messageId})`
      const names = yield* sql<{ entityId: string }>`
        SELECT m.id AS "entityId" FROM chat c JOIN message m ON m.chat_id = c.id
        WHERE c.user_id = ${userId} ${rest} ORDER BY c.id DESC, m.id LIMIT ${pageRows}`
      const found = yield* rows.load(
        userId,
        names.map(({ entityId }) => ({ entityType: "message" as const, entityId })),
      )
      return inOrder(found, names)
    }, withStorageErrors)

    const after = (progress: Progress, last: Row): Progress =>
      last.entity === "message"
        ? { ...progress, message: { chatId: last.row.chatId, messageId: last.row.id } }
        : { ...progress, head: { entityType: last.entity, entityId: rowId(last) } }

    const page = Effect.fn("Snapshots.page")(
      function* (userId: UserId, request: SnapshotRequest) {
        yield* registrations.require(userId, request.deviceId)
        const given = Option.map(Option.fromNullable(request.after), Schema.decodeUnknown(Progress))
        const progress = yield* Option.match(given, {
          onNone: () => begin(userId),
          onSome: Effect.mapError(
            () => new InvalidInput({ issues: [{ path: "after", problem: "is not a page of a snapshot" }] }),
          ),
        })
        // a server that was restored meanwhile would go on with another history
        const { mark, version } = progress
        yield* spaces.recognise(userId, { epoch: yield* spaces.epoch, cursor: version, mark })
        const before = progress.message === null ? yield* headRows(userId, progress) : []
        const found = before.length > 0 ? before : yield* messageRows(userId, progress)
        const fits = fitting(found, pageBytes)
        const last = fits.at(-1)
        const next =
          last === undefined ? null : yield* Effect.orDie(Schema.encode(Progress)(after(progress, last)))
        const answer: SnapshotPage = {
          rows: fits,
          next,
          place: { epoch: yield* spaces.epoch, cursor: progress.version, mark: progress.mark },
          serverTime: yield* Clock.currentTimeMillis,
        }
        return answer
      },
      (effect) => withServerErrors(effect),
    )

    return { page } as const
  }),
}) {}
