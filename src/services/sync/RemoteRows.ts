import { SqlClient } from "@effect/sql"
import { Array as Arrays, Effect, Option } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { ChatId } from "../../domain/Ids.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { type Row, rowId } from "../../domain/sync/Row.ts"
import { erasedText } from "../../domain/Text.ts"
import { chatTexts, hasErased, messageTexts } from "../../domain/sync/erasure.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { UserRepo } from "../account/UserRepo.ts"
import { Branches } from "../chat/Branches.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { DeviceRepo } from "../device/DeviceRepo.ts"
import { Identity } from "../device/Identity.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { ErasedTexts } from "./ErasedTexts.ts"
import { overlaid, type Waiting } from "./foresee.ts"
import { Outbox } from "./Outbox.ts"
import { byEntity, keysOf, type RowOf } from "./rowsByEntity.ts"

/** Whether rows come as they change, or all of them. */
export type Source = "changes" | "snapshot"

/** What waits here for the entity. */
type Waits = (id: string) => ReadonlyArray<Waiting>

/** One kind of row: where it is kept, what it is known by, and what a row that came becomes here. */
interface Kind<R, A, Id> {
  readonly store: {
    readonly byIds: (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<A>, StorageError>
    readonly insert: (rows: ReadonlyArray<A>) => Effect.Effect<void, StorageError>
    readonly update: (row: A) => Effect.Effect<void, StorageError>
  }
  readonly idOf: (row: R | A) => Id
  readonly shown: (row: R, before: Option.Option<A>, waits: Waits) => Effect.Effect<A, StorageError>
}

/** A row that was taken: what it is here now, and what it was before. */
interface Taken<A> {
  readonly now: A
  readonly before: Option.Option<A>
}

const overlaidChat = overlaid("chat")
const overlaidMessage = overlaid("message")
const overlaidUser = overlaid("user")
const overlaidDevice = overlaid("device")
const overlaidConfig = overlaid("sync_config")
const overlaidConflict = overlaid("conflict")

const byOwnId = <Id extends string>({ id }: { readonly id: Id }) => id

/** Whether the message lies in the tree of its chat as before. */
const liesAsBefore = ({ before, now }: Taken<RowOf<"message">>) =>
  Option.exists(
    before,
    (it) =>
      it.parentId === now.parentId &&
      it.createdAt === now.createdAt &&
      (it.deletedAt === null) === (now.deletedAt === null),
  )

const isErased = ({ row }: Row) =>
  ("content" in row && row.content === erasedText) || ("title" in row && row.title === erasedText)

/** Whether the row lost a text that was here, as the server erased it. */
const isGone =
  <F extends string>(fields: ReadonlyArray<F>) =>
  <A extends Parameters<typeof hasErased<F>>[0]>({ before, now }: Taken<A>) =>
    Option.exists(before, (it) => hasErased(it, now, fields))

/** Takes rows of the server into the tables of this device. */
export class RemoteRows extends Effect.Service<RemoteRows>()("openchat/RemoteRows", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const branches = yield* Branches
    const erased = yield* ErasedTexts
    const outbox = yield* Outbox
    const { deviceId } = yield* Identity

    /** A message that waits brings its chat back from the trash. */
    const hasNewMessages = Effect.fnUntraced(function* (chatId: ChatId) {
      const rows = yield* withStorageErrors(
        sql`SELECT 1 AS found FROM sync_event e JOIN message m ON m.id = e.entity_id
            WHERE e.synced = 0 AND e.operation = 'create' AND m.chat_id = ${chatId} LIMIT 1`,
      )
      return rows.length > 0
    })

    const chats: Kind<RowOf<"chat">, RowOf<"chat"> & { readonly activeAt: number }, ChatId> = {
      store: yield* ChatRepo,
      idOf: byOwnId,
      shown: Effect.fnUntraced(function* (row, before, waits) {
        const shown = overlaidChat(row, waits(row.id), ({ fields }) => fields)
        const deletedAt = shown.deletedAt !== null && (yield* hasNewMessages(row.id)) ? null : shown.deletedAt
        const activeAt = Option.match(before, { onNone: () => row.createdAt, onSome: (it) => it.activeAt })
        const there = { ...shown, deletedAt }
        const kept = Option.isNone(before) ? there : yield* erased.keepChat(before.value, row, there)
        return { ...kept, activeAt }
      }),
    }
    const messages = {
      store: yield* MessageRepo,
      idOf: byOwnId,
      shown: (row: RowOf<"message">, before: Option.Option<RowOf<"message">>, waits: Waits) => {
        const shown = overlaidMessage(row, waits(row.id), ({ fields }) => fields)
        return Option.isNone(before) ? Effect.succeed(shown) : erased.keepMessage(before.value, row, shown)
      },
    }
    const users = {
      store: yield* UserRepo,
      idOf: byOwnId,
      shown: (row: RowOf<"user">, _: unknown, waits: Waits) =>
        Effect.succeed(overlaidUser(row, waits(row.id), ({ fields }) => fields)),
    }
    const conflicts = {
      store: yield* ConflictRepo,
      idOf: byOwnId,
      shown: (row: RowOf<"conflict">, _: unknown, waits: Waits) =>
        Effect.succeed(overlaidConflict(row, waits(row.id), ({ fields }) => fields)),
    }
    const devices = {
      store: yield* DeviceRepo,
      idOf: byOwnId,
      shown: (row: RowOf<"device">, before: Option.Option<RowOf<"device">>, waits: Waits) => {
        const shown = overlaidDevice(row, waits(row.id), ({ fields }) => fields)
        // what this device counts itself is not the server's to say
        const own = Option.filter(before, ({ id }) => id === deviceId)
        const lastNumber = Option.match(own, { onNone: () => row.lastNumber, onSome: (it) => it.lastNumber })
        return Effect.succeed({ ...shown, lastNumber })
      },
    }
    const configs = {
      store: yield* SyncConfigRepo,
      idOf: ({ userId }: RowOf<"sync_config">) => userId,
      shown: (row: RowOf<"sync_config">, before: Option.Option<RowOf<"sync_config">>, waits: Waits) => {
        const shown = overlaidConfig(row, waits(row.userId), ({ fields }) => fields)
        // each device chooses its own mode
        const mode = Option.match(before, { onNone: () => row.mode, onSome: (it) => it.mode })
        return Effect.succeed({ ...shown, mode })
      },
    }

    /** All that are new in one statement: a new device takes little else. */
    const put = Effect.fnUntraced(function* <R extends { readonly version: number }, A extends R, Id>(
      { idOf, shown, store }: Kind<R, A, Id>,
      rows: ReadonlyArray<R>,
      waits: Waits,
      source: Source,
    ) {
      const known = new Map((yield* store.byIds(rows.map(idOf))).map((it) => [idOf(it), it]))
      const taken: Array<Taken<A>> = []
      // each once, however often the page has it
      for (const row of new Map(rows.map((it) => [idOf(it), it])).values()) {
        const before = Option.fromNullable(known.get(idOf(row)))
        // an answer that was long on its way may be older than what is here; a snapshot may be of another history
        if (source === "changes" && Option.exists(before, ({ version }) => version > row.version)) continue
        const now = yield* shown(row, before, waits)
        if (Option.isSome(before)) yield* store.update(now)
        taken.push({ now, before })
      }
      yield* store.insert(taken.flatMap(({ before, now }) => (Option.isNone(before) ? [now] : [])))
      return taken
    })

    /** What the chats show now, into which the rows came. */
    const settle = Effect.fnUntraced(function* (
      takenChats: ReadonlyArray<Taken<RowOf<"chat">>>,
      takenMessages: ReadonlyArray<Taken<RowOf<"message">>>,
    ) {
      const [added, others] = Arrays.partition(takenMessages, ({ before }) => Option.isSome(before))
      const whole = new Set([
        ...takenChats.flatMap(({ before, now }) => (Option.isNone(before) ? [now.id] : [])),
        ...others.flatMap((it) => (liesAsBefore(it) ? [] : [it.now.chatId])),
      ])
      yield* branches.settle([...whole])
      const grown = added.map(({ now }) => now).filter(({ chatId }) => !whole.has(chatId))
      for (const ofChat of Object.values(Arrays.groupBy(grown, ({ chatId }) => chatId))) {
        yield* branches.grow(
          ofChat[0].chatId,
          ofChat.map(({ id }) => id),
        )
      }
    })

    /**
     * S5: the rows, each with the changes on top that wait for it. Call it in a transaction, and invalidate what it
     * answers after the commit.
     */
    const apply = Effect.fn("RemoteRows.apply")(function* (
      rows: ReadonlyArray<Row>,
      source: Source = "changes",
    ) {
      const waiting = yield* outbox.overlay(rows.map(rowId))
      const waits: Waits = (id) => waiting.get(id) ?? []
      const of = byEntity(rows)
      yield* put(users, of.user, waits, source)
      yield* put(devices, of.device, waits, source)
      yield* put(configs, of.sync_config, waits, source)
      yield* put(conflicts, of.conflict, waits, source)
      const takenChats = yield* put(chats, of.chat, waits, source)
      const takenMessages = yield* put(messages, of.message, waits, source)
      yield* settle(takenChats, takenMessages)
      const goneChats = takenChats.filter(isGone(chatTexts))
      const goneMessages = takenMessages.filter(isGone(messageTexts))
      yield* erased.forget([...goneChats, ...goneMessages].map(({ now }) => now.id))
      const keys = new Set<QueryKey>(rows.flatMap(keysOf))
      // a text that is kept waits for the server
      return rows.some(isErased) ? keys.add("events") : keys
    })

    const drop = (entity: "chat" | "message", ids: ReadonlyArray<string>) =>
      Effect.gen(function* () {
        yield* sql`DELETE FROM ${sql(entity)} WHERE ${sql.in("id", ids)}`
        yield* sql`DELETE FROM branch WHERE ${sql.in("child_id", ids)} OR ${sql.in("fork_id", ids)}`
      })

    /** What lies in a chat that the server does not have; what waits there is refused in its turn. */
    const dropContents = Effect.fnUntraced(function* (chatId: string) {
      const rows = yield* sql<{ id: string }>`
        SELECT id FROM message WHERE chat_id = ${chatId}
          AND NOT EXISTS (SELECT 1 FROM sync_event e WHERE e.entity_id = message.id AND e.synced = 0)`
      for (const ids of Arrays.chunksOf(rows, 500)) {
        yield* drop(
          "message",
          ids.map(({ id }) => id),
        )
      }
    })

    /** What the server will never have: a row that it refused to make, or one that it forgot long ago. */
    const remove = Effect.fn("RemoteRows.remove")(function* (entity: "chat" | "message", id: string) {
      const [row] = yield* sql<{ chatId: string }>`
        SELECT ${sql.literal(entity === "chat" ? "id" : "chat_id")} AS "chatId" FROM ${sql(entity)} WHERE id = ${id}`
      if (row === undefined) return []
      const chatId = ChatId.make(row.chatId)
      if (entity === "chat") yield* dropContents(chatId)
      yield* drop(entity, [id])
      yield* branches.settle([chatId])
      const keys: ReadonlyArray<QueryKey> = ["chats", "search", `chat:${chatId}`, `messages:${chatId}`]
      return keys
    }, withStorageErrors)

    return { apply, remove } as const
  }),
}) {}
