import { SqlClient } from "@effect/sql"
import { Clock, Effect } from "effect"
import { MustResnapshot } from "../../domain/errors/SyncErrors.ts"
import type { ChatId, ConflictId, MessageId, UserId } from "../../domain/Ids.ts"
import { chatTexts, messageTexts, without } from "../../domain/sync/erasure.ts"
import type { EmptiedTrash, EmptyTrash } from "../../domain/sync/Protocol.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import { erasedText } from "../../domain/Text.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { Pokes } from "./Pokes.ts"
import { Registrations } from "./Registrations.ts"
import { Rows } from "./Rows.ts"
import { withServerErrors } from "./serverErrorOf.ts"
import { Spaces, type Touched } from "./Spaces.ts"

/** Rows that one call erases, unless a single chat has more: everybody else's changes of the person wait for it. */
const most = 1_000

/** Rows that are read at once: each may hold a text of a megabyte. */
const chunk = 50

/** How the log of conflicts holds a text. */
const erasedValue = JSON.stringify(erasedText)

/**
 * Erases what is in the trash at a person's wish. The rows stay as tombstones until the retention has passed, under new
 * versions, so that every device learns of it as of any change, and whoever restored one finds it.
 */
export class Erasures extends Effect.Service<Erasures>()("openchat/server/Erasures", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const pokes = yield* Pokes
    const registrations = yield* Registrations
    const rows = yield* Rows
    const spaces = yield* Spaces

    /** Deleted as the device had seen it, and nothing was written into it since. */
    const chatsUpTo = (userId: UserId, upTo: number) => sql<{ id: ChatId; messages: number }>`
      SELECT c.id, (SELECT count(*) FROM message n WHERE n.chat_id = c.id) AS messages FROM chat c
      WHERE c.user_id = ${userId} AND c.deleted_at IS NOT NULL AND c.version <= ${upTo}
        AND NOT EXISTS (SELECT 1 FROM message m WHERE m.chat_id = c.id AND m.version > ${upTo})
        AND (c.title <> ${erasedText}
          OR EXISTS (SELECT 1 FROM message k WHERE k.chat_id = c.id AND k.content <> ${erasedText}))
      ORDER BY c.id LIMIT ${most}`

    const messagesUpTo = (userId: UserId, upTo: number, limit: number) => sql<{ id: MessageId }>`
      SELECT m.id FROM message m JOIN chat c ON c.id = m.chat_id
      WHERE c.user_id = ${userId} AND m.deleted_at IS NOT NULL AND m.version <= ${upTo}
        AND m.content <> ${erasedText}
      ORDER BY m.id LIMIT ${limit}`

    const messagesOf = (chatId: ChatId) => sql<{ id: MessageId }>`
      SELECT id FROM message WHERE chat_id = ${chatId} AND content <> ${erasedText} ORDER BY id`

    /** The chat comes before what is in it: a device must know that it is in the trash when it takes the messages. */
    const plan = Effect.fnUntraced(function* (userId: UserId, upTo: number) {
      const chats = yield* chatsUpTo(userId, upTo)
      const names: Array<{ readonly chatId: ChatId } | { readonly messageId: MessageId }> = []
      let erasing = 0
      for (const { id, messages } of chats) {
        if (names.length > 0 && names.length + messages >= most) break
        erasing += 1
        names.push({ chatId: id })
        for (const message of yield* messagesOf(id)) names.push({ messageId: message.id })
      }
      const planned = new Set(names.flatMap((it) => ("messageId" in it ? [it.messageId] : [])))
      const left = Math.max(0, most - names.length)
      const rest = erasing < chats.length ? [] : yield* messagesUpTo(userId, upTo, planned.size + left + 1)
      const single = rest.filter(({ id }) => !planned.has(id))
      for (const { id } of single.slice(0, left)) names.push({ messageId: id })
      return {
        chats: erasing,
        messages: Math.min(left, single.length),
        hasMore: erasing < chats.length || single.length > left,
        names,
      }
    })

    const eraseChat = Effect.fnUntraced(function* (id: ChatId, version: number) {
      for (const chat of yield* rows.chats.byIds([id])) {
        yield* rows.chats.update({
          ...chat,
          title: erasedText,
          systemPrompt: chat.systemPrompt === null ? null : erasedText,
          folder: chat.folder === null ? null : erasedText,
          version,
          clocks: without(chat.clocks, chatTexts),
          versions: without(chat.versions, chatTexts),
        })
      }
    })

    const eraseMessages = Effect.fnUntraced(function* (versions: ReadonlyMap<MessageId, number>) {
      for (const message of yield* rows.messages.byIds(Array.from(versions.keys()))) {
        yield* rows.messages.update({
          ...message,
          content: erasedText,
          version: versions.get(message.id) ?? message.version,
          clocks: without(message.clocks, messageTexts),
          versions: without(message.versions, messageTexts),
        })
      }
    })

    /** What gave way in conflicts that are settled. One that waits for the person is theirs to settle (S7). */
    const settledOf = (userId: UserId, entityIds: ReadonlyArray<string>) => sql<{ id: ConflictId }>`
      SELECT id FROM conflict WHERE user_id = ${userId} AND resolved_at IS NOT NULL
        AND ${sql.in("entity_id", entityIds)} AND (local_value <> ${erasedValue} OR cloud_value <> ${erasedValue})`

    const eraseConflict = Effect.fnUntraced(function* (id: ConflictId, version: number) {
      for (const conflict of yield* rows.conflicts.byIds([id])) {
        const values = { localValue: erasedValue, cloudValue: erasedValue, baseValue: null }
        yield* rows.conflicts.update({ ...conflict, ...values, version })
      }
    })

    const erase = Effect.fnUntraced(function* (userId: UserId, { deviceId, place, upTo }: EmptyTrash) {
      const head = yield* spaces.hold(userId)
      yield* registrations.hold(userId, deviceId)
      yield* spaces.recognise(userId, place)
      if (place.cursor < head.floor) return yield* new MustResnapshot({ oldest: head.floor })
      // what the device had not seen it cannot have shown to anybody
      const { names, ...counts } = yield* plan(userId, Math.min(upTo, place.cursor))
      let version = head.version
      const touched: Array<Touched> = []
      const touch = (entityType: EntityType, entityId: string) => {
        version += 1
        touched.push({ entityType, entityId, version })
        return version
      }
      for (let from = 0; from < names.length; from += chunk) {
        const messages = new Map<MessageId, number>()
        const ids: Array<string> = []
        for (const name of names.slice(from, from + chunk)) {
          ids.push("chatId" in name ? name.chatId : name.messageId)
          if ("chatId" in name) yield* eraseChat(name.chatId, touch("chat", name.chatId))
          else messages.set(name.messageId, touch("message", name.messageId))
        }
        yield* eraseMessages(messages)
        for (const { id } of yield* settledOf(userId, ids)) yield* eraseConflict(id, touch("conflict", id))
      }
      if (touched.length > 0) yield* spaces.advance(userId, touched)
      const answer: EmptiedTrash = { ...counts, serverTime: yield* Clock.currentTimeMillis }
      return { answer, version: touched.length > 0 ? version : null }
    })

    /**
     * Erases the texts of chats with all that is in them, and of messages, which were deleted when the device looked.
     * In one transaction; made again, it goes on with what is left.
     *
     * @throws EpochMismatch if this database never gave out the place of the device
     * @throws MustResnapshot if the device does not know what was deleted meanwhile
     * @throws Forbidden if the device is not registered, or revoked
     */
    const empty = Effect.fn("Erasures.empty")(
      function* (userId: UserId, request: EmptyTrash) {
        const { answer, version } = yield* withStorageErrors(sql.withTransaction(erase(userId, request)))
        if (version !== null) yield* pokes.publish(userId, version)
        return answer
      },
      (effect) => withServerErrors(effect),
    )

    return { empty } as const
  }),
}) {}
