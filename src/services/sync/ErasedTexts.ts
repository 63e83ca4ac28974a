import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { ChatId } from "../../domain/Ids.ts"
import type { Mutation } from "../../domain/Mutation.ts"
import { chatTexts, keptFields, messageTexts } from "../../domain/sync/erasure.ts"
import { erasedText } from "../../domain/Text.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { stamp } from "../database/stamp.ts"
import { Identity } from "../device/Identity.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"
import { originalStamp } from "./originalStamp.ts"
import { Remakes } from "./Remakes.ts"
import type { RowOf } from "./rowsByEntity.ts"

/** What becomes of texts here that the server erased. */
export class ErasedTexts extends Effect.Service<ErasedTexts>()("openchat/ErasedTexts", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const nanoid = yield* Nanoid
    const remakes = yield* Remakes
    const { deviceId } = yield* Identity
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    /** S11: what is in use here is sent again, as old as it is. */
    const sendAgain = (
      row: { readonly version: number },
      mutation: Mutation,
      at: ReturnType<typeof originalStamp>,
    ) => remakes.record([{ mutation, timestamp: at, baseVersion: row.version }])

    /**
     * S11: the chat as it is shown, with its texts if they are in use here.
     *
     * @param here as it was on this device
     * @param there as the server has it
     * @param shown with what waits on top
     */
    const keepChat = Effect.fnUntraced(function* (
      here: RowOf<"chat">,
      there: RowOf<"chat">,
      shown: RowOf<"chat">,
    ) {
      let kept = shown
      for (const field of keptFields(here, there, shown, chatTexts, shown.deletedAt === null)) {
        const patch = { [field]: here[field] }
        const timestamp = originalStamp(here, field, deviceId)
        kept = { ...kept, ...patch, clocks: stamp(kept.clocks, patch, timestamp) }
        const mutation = { _tag: "UpdateChat", eventId: yield* eventId, chatId: there.id, patch } as const
        yield* sendAgain(there, mutation, timestamp)
      }
      return kept
    })

    /** A message that waits brings its chat back from the trash. */
    const isInUse = Effect.fnUntraced(function* (chatId: ChatId) {
      const rows = yield* sql`SELECT 1 AS found FROM chat WHERE id = ${chatId} AND deleted_at IS NULL
        UNION ALL SELECT 1 FROM sync_event e JOIN message m ON m.id = e.entity_id
          WHERE e.synced = 0 AND e.operation = 'create' AND m.chat_id = ${chatId} LIMIT 1`
      return rows.length > 0
    }, withStorageErrors)

    /** S11: the message as it is shown, with its text if it is in use here. Its chat comes first. */
    const keepMessage = Effect.fnUntraced(function* (
      here: RowOf<"message">,
      there: RowOf<"message">,
      shown: RowOf<"message">,
    ) {
      const [field] = keptFields(here, there, shown, messageTexts, shown.deletedAt === null)
      if (field === undefined || !(yield* isInUse(there.chatId))) return shown
      const patch = { content: here.content }
      const timestamp = originalStamp(here, field, deviceId)
      const ids = { eventId: yield* eventId, chatId: there.chatId, messageId: there.id }
      yield* sendAgain(there, { _tag: "UpdateMessage", ...ids, patch }, timestamp)
      return { ...shown, ...patch, clocks: stamp(shown.clocks, patch, timestamp) }
    })

    /** The history of this device tells them too. What waits or was refused is the person's still. */
    const forget = Effect.fn("ErasedTexts.forget")(function* (entityIds: ReadonlyArray<string>) {
      if (entityIds.length === 0) return
      const texts = [...chatTexts, ...messageTexts].flatMap((field) => [`$.${field}`, `$.patch.${field}`])
      const blanks = sql.csv(texts.map((path) => sql`${path}, ${erasedText}`))
      yield* sql`UPDATE sync_event SET replaced = NULL, data = json_replace(data, ${blanks})
        WHERE synced = 1 AND coalesce(outcome, '') <> 'refused' AND ${sql.in("entity_id", entityIds)}`
    }, withStorageErrors)

    return { keepChat, keepMessage, forget } as const
  }),
}) {}
