import { SqlClient } from "@effect/sql"
import { Effect, Option } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import { ChatId, MessageId } from "../../domain/Ids.ts"
import { Identity } from "../device/Identity.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

interface Place {
  readonly chatId: ChatId
  readonly parentId: MessageId | null
}

/**
 * Which branch of its tree a chat shows. The branch is known by its last message, the leaf, and read from there
 * upwards, so that opening a chat costs the same however long it is. Where the tree forks, the newest version that
 * is not deleted is shown, unless another was chosen.
 *
 * B1: the leaf is where one arrives by going down from the top and taking the shown version at every fork.
 */
export class Branches extends Effect.Service<Branches>()("openchat/Branches", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { userId } = yield* Identity

    const placeOf = Effect.fn("Branches.placeOf")(function* (messageId: MessageId) {
      const [row] = yield* sql<{ chatId: string; parentId: string | null }>`
        SELECT chat_id AS "chatId", parent_id AS "parentId" FROM message WHERE id = ${messageId}`
      if (row === undefined) return yield* new NotFound({ entity: "message", id: messageId })
      const place: Place = {
        chatId: ChatId.make(row.chatId),
        parentId: row.parentId === null ? null : MessageId.make(row.parentId),
      }
      return place
    })

    const newestFirst = sql.literal("ORDER BY c.deleted_at IS NOT NULL, c.created_at DESC, c.id DESC LIMIT 1")

    /** The child that a message shows, or the version of the first message that a chat shows. */
    const shownBelow = (alias: "chat" | "down") =>
      alias === "chat"
        ? sql`coalesce((SELECT child_id FROM branch WHERE fork_id = chat.id),
            (SELECT c.id FROM message c WHERE c.chat_id = chat.id AND c.parent_id IS NULL ${newestFirst}))`
        : sql`coalesce((SELECT child_id FROM branch WHERE fork_id = down.id),
            (SELECT c.id FROM message c WHERE c.parent_id = down.id ${newestFirst}))`

    /** The end of the branch that is shown below a message, or below the top of the chat. */
    const descend = Effect.fn("Branches.descend")(function* (chatId: ChatId, from: MessageId | null) {
      const start =
        from === null
          ? sql`SELECT ${shownBelow("chat")}, 0 FROM chat WHERE id = ${chatId}`
          : sql`SELECT ${from}, 0`
      const [row] = yield* sql<{ id: string | null }>`
        WITH RECURSIVE down(id, depth) AS (
          ${start}
          UNION ALL
          SELECT m.id, down.depth + 1 FROM down JOIN message m ON m.id = ${shownBelow("down")}
        )
        SELECT id FROM down ORDER BY depth DESC LIMIT 1`
      return row === undefined || row.id === null ? null : MessageId.make(row.id)
    })

    const setLeaf = (chatId: ChatId, leafId: MessageId | null) =>
      sql`UPDATE chat SET leaf_id = ${leafId} WHERE id = ${chatId}`

    /**
     * A message was written at the end of the branch, which comes up in the list, and back from the trash if it was
     * there: nothing is written into the dark.
     */
    const extend = (chatId: ChatId, leafId: MessageId, at: number) =>
      sql`UPDATE chat SET leaf_id = ${leafId}, deleted_at = NULL,
            active_at = CASE WHEN active_at < ${at} THEN ${at} ELSE active_at END
          WHERE id = ${chatId}`

    /**
     * Every fork on the way to the message shows the version that leads there. The fork at the top of a chat is named
     * by the chat.
     */
    const choose = (chatId: ChatId, messageId: MessageId) =>
      sql`INSERT INTO branch (fork_id, child_id)
        WITH RECURSIVE up(id, parent_id) AS (
          SELECT id, parent_id FROM message WHERE id = ${messageId}
          UNION ALL
          SELECT m.id, m.parent_id FROM up JOIN message m ON m.id = up.parent_id
        )
        SELECT coalesce(parent_id, ${chatId}), id FROM up
        WHERE EXISTS (SELECT 1 FROM message s WHERE s.parent_id = up.parent_id AND s.id <> up.id)
           OR (up.parent_id IS NULL AND EXISTS (
             SELECT 1 FROM message s WHERE s.chat_id = ${chatId} AND s.parent_id IS NULL AND s.id <> up.id))
        ON CONFLICT (fork_id) DO UPDATE SET child_id = excluded.child_id`

    /** The leaf of each of the chats that exist and are this person's; null for one without messages. */
    const leaves = Effect.fnUntraced(function* (chatIds: ReadonlyArray<ChatId>) {
      const rows = yield* sql<{ id: string; leafId: string | null }>`
        SELECT id, leaf_id AS "leafId" FROM chat WHERE ${sql.in("id", chatIds)} AND user_id = ${userId}`
      return new Map(
        rows.map(({ id, leafId }) => [ChatId.make(id), leafId === null ? null : MessageId.make(leafId)]),
      )
    }, withStorageErrors)

    /** Makes the branch on which the message lies the one that is shown. */
    const activate = Effect.fn("Branches.activate")(
      function* (messageId: MessageId) {
        const { chatId } = yield* placeOf(messageId)
        yield* choose(chatId, messageId)
        yield* setLeaf(chatId, yield* descend(chatId, messageId))
        return chatId
      },
      sql.withTransaction,
      withStorageErrors,
    )

    /** Makes the neighbouring version of a turn the one that is shown; at the last one it stays. */
    const selectSibling = Effect.fn("Branches.selectSibling")(function* (
      messageId: MessageId,
      offset: -1 | 1,
    ) {
      const { chatId, parentId } = yield* withStorageErrors(placeOf(messageId))
      const among =
        parentId === null ? sql`chat_id = ${chatId} AND parent_id IS NULL` : sql`parent_id = ${parentId}`
      const rows = yield* withStorageErrors(
        sql<{
          id: string
        }>`SELECT id FROM message WHERE ${among} AND deleted_at IS NULL ORDER BY created_at, id`,
      )
      const place = rows.findIndex(({ id }) => id === messageId)
      // one that was deleted meanwhile has no neighbours
      const wanted = place < 0 ? Option.none() : Option.fromNullable(rows[place + offset])
      if (Option.isSome(wanted)) yield* activate(MessageId.make(wanted.value.id))
      return chatId
    })

    /** After a message was deleted: another version of its turn may be the one to show. */
    const reselect = Effect.fn("Branches.reselect")(function* (messageId: MessageId) {
      const { chatId, parentId } = yield* placeOf(messageId)
      yield* sql`DELETE FROM branch WHERE fork_id = ${parentId ?? chatId} AND child_id = ${messageId}`
      // what is shown further up is not touched by it, so the way down begins at the top
      yield* setLeaf(chatId, yield* descend(chatId, null))
    }, withStorageErrors)

    /**
     * The leaves of chats into which rows came from elsewhere, and when they were last written in. What a person chose
     * at a fork stays chosen.
     */
    const settle = Effect.fn("Branches.settle")(function* (chatIds: ReadonlyArray<ChatId>) {
      for (const chatId of chatIds) {
        yield* setLeaf(chatId, yield* descend(chatId, null))
        yield* sql`UPDATE chat SET active_at = max(created_at, coalesce(
            (SELECT max(created_at) FROM message WHERE chat_id = chat.id), 0))
          WHERE id = ${chatId}`
      }
    }, withStorageErrors)

    /**
     * The same as `settle`, where messages were added and nothing else happened. Without a new fork the way down to the
     * leaf stays as it was, and goes on from there: a long chat costs no more than what came.
     */
    const grow = Effect.fn("Branches.grow")(function* (chatId: ChatId, added: ReadonlyArray<MessageId>) {
      const [row] = yield* sql<{ leafId: string }>`
        SELECT leaf_id AS "leafId" FROM chat WHERE id = ${chatId} AND leaf_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM message m WHERE ${sql.in("m.id", added)} AND (m.parent_id IS NULL
            OR EXISTS (SELECT 1 FROM message s WHERE s.parent_id = m.parent_id AND s.id <> m.id)))`
      if (row === undefined) return yield* settle([chatId])
      yield* setLeaf(chatId, yield* descend(chatId, MessageId.make(row.leafId)))
      yield* sql`UPDATE chat SET active_at = max(active_at,
          (SELECT max(created_at) FROM message WHERE ${sql.in("id", added)}))
        WHERE id = ${chatId}`
    }, withStorageErrors)

    /**
     * Every fork on the way to a message that was just made shows the version that leads there. Where it is the newest
     * version itself, that needs no choice: a newer one from another device is then shown here as it is there.
     */
    const show = (chatId: ChatId, messageId: MessageId) => {
      const newer = sql`s.deleted_at IS NULL
        AND (s.created_at > m.created_at OR (s.created_at = m.created_at AND s.id > m.id))`
      return Effect.zipRight(
        choose(chatId, messageId),
        sql`DELETE FROM branch WHERE child_id = ${messageId}
          AND NOT EXISTS (SELECT 1 FROM message m JOIN message s ON s.parent_id = m.parent_id
            WHERE m.id = ${messageId} AND ${newer})
          AND NOT EXISTS (SELECT 1 FROM message m JOIN message s ON s.chat_id = m.chat_id AND s.parent_id IS NULL
            WHERE m.id = ${messageId} AND m.parent_id IS NULL AND ${newer})`,
      )
    }

    return {
      activate,
      settle,
      grow,
      show: (chatId: ChatId, messageId: MessageId) => withStorageErrors(show(chatId, messageId)),
      leaves,
      reselect,
      selectSibling,
      extend: (chatId: ChatId, leafId: MessageId, at: number) =>
        withStorageErrors(extend(chatId, leafId, at)),
    } as const
  }),
}) {}
