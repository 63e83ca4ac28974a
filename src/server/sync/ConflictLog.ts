import { Effect, Option, Schema } from "effect"
import type { Conflict } from "../../domain/Conflict.ts"
import type { Message } from "../../domain/Message.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import type { PushedEvent } from "../../domain/sync/Protocol.ts"
import type { Loss } from "../../domain/sync/resolve.ts"
import { nextConflictId, Nanoid } from "../../services/Nanoid.ts"
import type { Batch } from "./Batch.ts"
import { Rows } from "./Rows.ts"

/** The fields whose values a person typed and would miss; what else lost is settled as it is logged. */
const typed: ReadonlySet<string> = new Set(["content", "title", "systemPrompt"])

const Replaced = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))

/** S7: keeps both sides of every value that lost. */
export class ConflictLog extends Effect.Service<ConflictLog>()("openchat/server/ConflictLog", {
  effect: Effect.gen(function* () {
    const { conflicts, messages } = yield* Rows
    const nanoid = yield* Nanoid

    const insert = Effect.fnUntraced(function* (
      batch: Batch,
      it: Pick<
        Conflict,
        "entityType" | "entityId" | "field" | "localValue" | "cloudValue" | "baseValue" | "resolution"
      >,
    ) {
      const id = yield* Effect.provideService(nextConflictId, Nanoid, nanoid)
      yield* conflicts.insert([
        {
          ...it,
          id,
          userId: batch.userId,
          deviceId: batch.deviceId,
          createdAt: batch.now,
          resolvedAt: it.resolution === null ? null : batch.now,
          version: batch.touch("conflict", id),
          clocks: {},
          versions: {},
        },
      ])
    })

    /** Logs what a change lost or overrode, and answers whether there was any: two sides that say the same are none. */
    const keep = Effect.fnUntraced(function* (
      batch: Batch,
      event: PushedEvent,
      {
        entityId,
        entityType,
        fields,
        lost,
        row,
      }: {
        readonly entityType: EntityType
        readonly entityId: string
        readonly row: object
        readonly fields: object
        readonly lost: ReadonlyArray<Loss>
      },
    ) {
      if (lost.length === 0) return false
      let differs = false
      const replaced = yield* Effect.option(Schema.decodeUnknown(Replaced)(event.replaced))
      const base = new Map(Object.entries(Option.getOrElse(replaced, () => ({}))))
      const there = new Map(Object.entries(row))
      const coming = new Map(Object.entries(fields))
      for (const { field, loser } of lost) {
        const [local, cloud] = [
          JSON.stringify(coming.get(field) ?? null),
          JSON.stringify(there.get(field) ?? null),
        ]
        if (local === cloud) continue
        differs = true
        yield* insert(batch, {
          entityType,
          entityId,
          field,
          localValue: local,
          cloudValue: cloud,
          baseValue: base.has(field) ? JSON.stringify(base.get(field)) : null,
          resolution: typed.has(field) ? null : loser === "local" ? "cloud" : "local",
        })
      }
      return differs
    })

    /**
     * Two devices edited the same message, each without the other: both wordings stay as siblings, and the conflict
     * belongs to the one that is shown, the newer.
     */
    const keepEdits = Effect.fnUntraced(function* (batch: Batch, mine: Message, other: Message) {
      if (mine.content === other.content) return
      const edited = mine.edits === null ? Option.none() : yield* messages.byId(mine.edits)
      // an id says nothing of whose the message is
      const original = Option.filter(edited, ({ chatId }) => chatId === mine.chatId)
      const isNewer =
        mine.createdAt > other.createdAt || (mine.createdAt === other.createdAt && mine.id > other.id)
      yield* insert(batch, {
        entityType: "message",
        entityId: isNewer ? mine.id : other.id,
        field: "content",
        localValue: JSON.stringify(mine.content),
        cloudValue: JSON.stringify(other.content),
        baseValue: Option.match(original, {
          onNone: () => null,
          onSome: ({ content }) => JSON.stringify(content),
        }),
        resolution: null,
      })
    })

    return { keep, keepEdits } as const
  }),
}) {}
