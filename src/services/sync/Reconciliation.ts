import { Clock, Effect, Option } from "effect"
import type { Mutation } from "../../domain/Mutation.ts"
import { type Clocks, unseen } from "../../domain/Scalars.ts"
import type { Row } from "../../domain/sync/Row.ts"
import { isLater, parseTimestamp } from "../../domain/Timestamp.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { Identity } from "../device/Identity.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { nextConflictId, nextEventId, Nanoid } from "../Nanoid.ts"
import { type Dated, originalStamp } from "./originalStamp.ts"
import { Outbox } from "./Outbox.ts"
import { type Remade, Remakes } from "./Remakes.ts"

interface Registered {
  readonly clocks: Clocks
}

/** Whether this device has a later value of the field than the server. */
const isAhead = (here: Registered, there: Registered, field: string): boolean => {
  const [own, known] = [here.clocks[field], there.clocks[field]]
  return own !== undefined && (known === undefined || isLater(own, known))
}

/** Whether the server has a later value than one that somebody typed. */
const isBehind = (here: Registered, there: Registered, field: string): boolean =>
  here.clocks[field] !== undefined && !isAhead(here, there, field)

/** What a change that waits will tell the server itself. */
const fieldsOf = (mutation: Mutation): ReadonlyArray<string> =>
  "patch" in mutation ? Object.keys(mutation.patch) : ["deletedAt"]

/**
 * S9: rows that a restored server has in another state than this device, which is told to go on with it; or than they
 * were read of a damaged file.
 */
export class Reconciliation extends Effect.Service<Reconciliation>()("openchat/Reconciliation", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo
    const clock = yield* HybridClock
    const conflicts = yield* ConflictRepo
    const messages = yield* MessageRepo
    const nanoid = yield* Nanoid
    const outbox = yield* Outbox
    const remakes = yield* Remakes
    const { deviceId, userId } = yield* Identity
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    /** The change, as old as the value of the field that it brings. */
    const dated = (row: Dated, field: string, mutation: Mutation): Remade => ({
      mutation,
      timestamp: originalStamp(row, field, deviceId),
    })

    /**
     * S7: what stands at the server is later than the value here, but may have been written without it. The person is
     * asked where it was typed on this device.
     */
    const keep = Effect.fnUntraced(function* (
      of: { readonly entityType: "chat" | "message"; readonly entityId: string } & Registered,
      field: string,
      [local, cloud]: readonly [unknown, unknown],
    ) {
      const clockHere = of.clocks[field]
      if (clockHere === undefined || local === cloud) return []
      const isOwn = parseTimestamp(clockHere).device === deviceId
      const createdAt = yield* Clock.currentTimeMillis
      const conflict = {
        entityType: of.entityType,
        entityId: of.entityId,
        field,
        localValue: JSON.stringify(local),
        cloudValue: JSON.stringify(cloud),
        baseValue: null,
        deviceId,
        createdAt,
        resolvedAt: isOwn ? null : createdAt,
        resolution: isOwn ? null : ("cloud" as const),
      }
      const conflictId = yield* Effect.provideService(nextConflictId, Nanoid, nanoid)
      yield* conflicts.insert([{ ...conflict, id: conflictId, userId, ...unseen }])
      const mutation: Mutation = { _tag: "KeepConflict", eventId: yield* eventId, conflictId, conflict }
      const made: Remade = { mutation, timestamp: yield* clock.now }
      return [made]
    })

    const waitingOf = Effect.fnUntraced(function* (id: string) {
      const waiting = (yield* outbox.overlay([id])).get(id) ?? []
      return new Set(waiting.flatMap(({ mutation }) => fieldsOf(mutation)))
    })

    const chatChanges = Effect.fnUntraced(function* (there: Extract<Row, { entity: "chat" }>["row"]) {
      const found = yield* chats.byId(there.id)
      if (Option.isNone(found)) return []
      const here = found.value
      const { archived, clocks, folder, id: chatId, model, pinned, systemPrompt, title } = here
      const made: Array<Remade> = []
      const waiting = yield* waitingOf(chatId)
      for (const patch of [{ title }, { systemPrompt }, { model }, { folder }, { pinned }, { archived }]) {
        const [field = ""] = Object.keys(patch)
        if (waiting.has(field) || !isAhead(here, there, field)) continue
        made.push(dated(here, field, { _tag: "UpdateChat", eventId: yield* eventId, chatId, patch }))
      }
      const of = { entityType: "chat", entityId: chatId, clocks } as const
      if (!waiting.has("title") && isBehind(here, there, "title"))
        made.push(...(yield* keep(of, "title", [title, there.title])))
      if (!waiting.has("systemPrompt") && isBehind(here, there, "systemPrompt")) {
        made.push(...(yield* keep(of, "systemPrompt", [systemPrompt, there.systemPrompt])))
      }
      const differs = (here.deletedAt === null) !== (there.deletedAt === null)
      if (differs && !waiting.has("deletedAt") && isAhead(here, there, "deletedAt")) {
        const _tag = here.deletedAt === null ? "RestoreChat" : "DeleteChat"
        made.push(dated(here, "deletedAt", { _tag, eventId: yield* eventId, chatId }))
      }
      yield* chats.update({ ...here, version: 0 })
      return made
    })

    const messageChanges = Effect.fnUntraced(function* (there: Extract<Row, { entity: "message" }>["row"]) {
      const found = yield* messages.byId(there.id)
      if (Option.isNone(found)) return []
      const here = found.value
      const { chatId, clocks, content, id: messageId, model, status } = here
      const made: Array<Remade> = []
      const waiting = yield* waitingOf(messageId)
      for (const patch of [{ content }, { model }, { status }]) {
        const [field = ""] = Object.keys(patch)
        if (waiting.has(field) || !isAhead(here, there, field)) continue
        const mutation = { _tag: "UpdateMessage", eventId: yield* eventId, chatId, messageId, patch } as const
        made.push(dated(here, field, mutation))
      }
      const of = { entityType: "message", entityId: messageId, clocks } as const
      if (!waiting.has("content") && isBehind(here, there, "content"))
        made.push(...(yield* keep(of, "content", [content, there.content])))
      const differs = (here.deletedAt === null) !== (there.deletedAt === null)
      if (differs && !waiting.has("deletedAt") && isAhead(here, there, "deletedAt")) {
        const _tag = here.deletedAt === null ? "RestoreMessage" : "DeleteMessage"
        made.push(dated(here, "deletedAt", { _tag, eventId: yield* eventId, chatId, messageId }))
      }
      yield* messages.update({ ...here, version: 0 })
      return made
    })

    /** What this device has later or otherwise waits, as changes, before the server's rows are taken. */
    const reconcile = Effect.fn("Reconciliation.reconcile")(function* (rows: ReadonlyArray<Row>) {
      for (const it of rows) {
        if (it.entity === "chat") yield* remakes.record(yield* chatChanges(it.row))
        if (it.entity === "message") yield* remakes.record(yield* messageChanges(it.row))
      }
    })

    return { reconcile } as const
  }),
}) {}
