import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import type { Conflict, Resolution } from "../../domain/Conflict.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import { mergeTexts } from "./mergeTexts.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { Mutations } from "../chat/Mutations.ts"
import { columnsOf } from "../database/columns.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { ConflictRecord } from "../journal/ConflictRepo.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"

const asText = Schema.decodeUnknownOption(Schema.parseJson(Schema.NullOr(Schema.String)))
// what a conflict is about is plain text: it may come from a version that knows other things
const asChatId = Schema.decodeOption(ChatId)
const asMessageId = Schema.decodeOption(MessageId)
const textOf = (json: string | null) => (json === null ? null : Option.getOrNull(asText(json)))

/** The conflicts of this person: what two devices changed, each without the other. */
export class Conflicts extends Effect.Service<Conflicts>()("openchat/Conflicts", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const messages = yield* MessageRepo
    const mutations = yield* Mutations
    const nanoid = yield* Nanoid
    const { userId } = yield* Identity
    const columns = sql.literal(columnsOf(ConflictRecord))
    const decode = Schema.decodeUnknown(Schema.Array(ConflictRecord))
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    const openCount = withStorageErrors(
      Effect.map(
        sql<{
          n: number
        }>`SELECT count(*) AS n FROM conflict WHERE user_id = ${userId} AND resolved_at IS NULL`,
        ([row]) => row?.n ?? 0,
      ),
    )

    /** Newest first: those that wait for a person, or all that were ever logged. */
    const list = Effect.fn("Conflicts.list")(function* (query: {
      readonly open: boolean
      readonly limit: number
    }) {
      const open = query.open ? sql`AND resolved_at IS NULL` : sql.literal("")
      return yield* decode(
        yield* sql`SELECT ${columns} FROM conflict WHERE user_id = ${userId} ${open}
                   ORDER BY created_at DESC, id DESC LIMIT ${query.limit}`,
      )
    }, withStorageErrors)

    const watch = (query: {
      readonly open: boolean
      readonly limit: number
    }): LiveQuery<ReadonlyArray<Conflict>> => ({ keys: ["conflicts"], run: list(query) })

    const openOf = Effect.fnUntraced(function* (entityType: EntityType, entityId: string) {
      return yield* decode(
        yield* sql`SELECT ${columns} FROM conflict WHERE user_id = ${userId} AND resolved_at IS NULL
                   AND entity_type = ${entityType} AND entity_id = ${entityId} ORDER BY created_at, id`,
      )
    }, withStorageErrors)

    const chosen = ({ baseValue, cloudValue, field, localValue }: Conflict, resolution: Resolution) => {
      const [local, cloud] = [textOf(localValue) ?? "", textOf(cloudValue) ?? ""]
      if (resolution === "local") return local
      if (resolution === "cloud") return cloud
      return field === "title" ? `${local} / ${cloud}` : mergeTexts(textOf(baseValue), local, cloud)
    }

    /** The ordinary changes that make the choice come true. */
    const changesFor = Effect.fnUntraced(function* (conflict: Conflict, resolution: Resolution) {
      const made: Array<MutationInput> = []
      const value = chosen(conflict, resolution)
      const chatId = asChatId(conflict.entityId)
      if (
        conflict.entityType === "chat" &&
        Option.isSome(chatId) &&
        (conflict.field === "title" || conflict.field === "systemPrompt")
      ) {
        made.push({
          _tag: "UpdateChat",
          eventId: yield* eventId,
          chatId: chatId.value,
          patch: { [conflict.field]: value },
        })
      }
      if (conflict.entityType === "message" && conflict.field === "content") {
        const id = asMessageId(conflict.entityId)
        const message = Option.isSome(id) ? yield* messages.byId(id.value) : Option.none()
        if (Option.isSome(message) && message.value.content !== value) {
          const { chatId, id: messageId } = message.value
          made.push({
            _tag: "UpdateMessage",
            eventId: yield* eventId,
            chatId,
            messageId,
            patch: { content: value },
          })
        }
      }
      made.push({ _tag: "ResolveConflict", eventId: yield* eventId, conflictId: conflict.id, resolution })
      return made
    })

    /**
     * Settles every open conflict of the entity: with what the device sent, with what the server had, or with both
     * merged. It writes ordinary changes, which travel like all others.
     *
     * @throws NotFound if nothing of it waits for a choice
     */
    const resolve = Effect.fn("Conflicts.resolve")(function* (
      entityType: EntityType,
      entityId: string,
      resolution: Resolution,
    ) {
      const open = yield* openOf(entityType, entityId)
      if (open.length === 0) return yield* new NotFound({ entity: "conflict", id: entityId })
      const changes = yield* Effect.forEach(open, (conflict) => changesFor(conflict, resolution))
      yield* mutations.apply(changes.flat())
    })

    return { openCount, list, watch, resolve } as const
  }),
}) {}
