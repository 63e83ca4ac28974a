import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { OldChats } from "../../domain/CleanUp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"

const decode = Schema.decodeUnknown(OldChats)

/** Finds the chats that nobody used for long. */
export class OldChatList extends Effect.Service<OldChatList>()("openchat/OldChatList", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { userId } = yield* Identity

    /** @param before milliseconds since 1970: nothing was written in them since, and they are not pinned */
    const find = Effect.fn("OldChatList.find")(function* (before: number) {
      const old = sql`user_id = ${userId} AND deleted_at IS NULL AND pinned = 0 AND active_at < ${before}`
      const chats = yield* sql<{ id: string; archived: number }>`
        SELECT id, archived FROM chat WHERE ${old} ORDER BY active_at, id`
      const [weight] = yield* sql<{ bytes: number }>`
        SELECT coalesce(sum(octet_length(content)), 0) AS bytes FROM message
        WHERE chat_id IN (SELECT id FROM chat WHERE ${old})`
      return yield* decode({
        chatIds: chats.map(({ id }) => id),
        listed: chats.flatMap(({ archived, id }) => (archived === 0 ? [id] : [])),
        bytes: weight?.bytes ?? 0,
      })
    }, withStorageErrors)

    return { find } as const
  }),
}) {}
