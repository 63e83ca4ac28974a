import { Effect, Option } from "effect"
import type { ChatId, ConflictId, MessageId } from "../../domain/Ids.ts"
import type { Mutation } from "../../domain/Mutation.ts"
import { type Clocks, unseen } from "../../domain/Scalars.ts"
import type { Row } from "../../domain/sync/Row.ts"
import { isLater } from "../../domain/Timestamp.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { Journal } from "../journal/Journal.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"

interface Registered {
  readonly clocks: Clocks
}

/** Whether this device has a later value of the field than the server. */
const isAhead = (here: Registered, there: Registered, field: string): boolean => {
  const [own, known] = [here.clocks[field], there.clocks[field]]
  return own !== undefined && (known === undefined || isLater(own, known))
}

const aheadOf = <F extends object>(fields: F, here: Registered, there: Registered): F | null => {
  const ahead = Object.entries(fields).filter(([field]) => isAhead(here, there, field))
  if (ahead.length === 0) return null
  const names = new Set(ahead.map(([field]) => field))
  const kept = { ...fields }
  for (const field of Object.keys(kept)) if (!names.has(field)) Reflect.deleteProperty(kept, field)
  return kept
}

/** S9: what a server lost when it was restored, as changes that it can be sent again. */
export class Remakes extends Effect.Service<Remakes>()("openchat/Remakes", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo
    const clock = yield* HybridClock
    const conflicts = yield* ConflictRepo
    const journal = yield* Journal
    const messages = yield* MessageRepo
    const nanoid = yield* Nanoid
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    /** The changes that make a chat as it is, and the one that deletes it, for after its messages were made. */
    const chat = Effect.fnUntraced(function* (chatId: ChatId) {
      const found = yield* Effect.flatMap(chats.byId(chatId), Effect.orDie)
      yield* chats.update({ ...found, ...unseen })
      const { archived, createdAt, deletedAt, folder, model, pinned, systemPrompt, title } = found
      const made: Array<Mutation> = [
        {
          _tag: "CreateChat",
          eventId: yield* eventId,
          chatId,
          title,
          model,
          systemPrompt,
          folder,
          createdAt,
        },
      ]
      if (pinned || archived) {
        made.push({ _tag: "UpdateChat", eventId: yield* eventId, chatId, patch: { pinned, archived } })
      }
      const gone: Array<Mutation> = []
      if (deletedAt !== null) gone.push({ _tag: "DeleteChat", eventId: yield* eventId, chatId })
      return { made, gone }
    })

    const message = Effect.fnUntraced(function* (messageId: MessageId) {
      const found = yield* Effect.flatMap(messages.byId(messageId), Effect.orDie)
      yield* messages.update({ ...found, ...unseen })
      const { chatId, content, createdAt, deletedAt, edits, model, parentId, role, status } = found
      const made: Array<Mutation> = [
        {
          _tag: "AddMessage",
          eventId: yield* eventId,
          chatId,
          messageId,
          parentId,
          edits,
          role,
          content,
          status,
          model,
          createdAt,
        },
      ]
      if (deletedAt !== null) {
        made.push({ _tag: "DeleteMessage", eventId: yield* eventId, chatId, messageId })
      }
      return made
    })

    const conflict = Effect.fnUntraced(function* (conflictId: ConflictId) {
      const found = yield* Effect.flatMap(conflicts.byId(conflictId), Effect.orDie)
      yield* conflicts.update({ ...found, ...unseen })
      const {
        clocks: _clocks,
        id: _id,
        userId: _userId,
        version: _version,
        versions: _versions,
        ...rest
      } = found
      const made: Mutation = { _tag: "KeepConflict", eventId: yield* eventId, conflictId, conflict: rest }
      return made
    })

    /** Made without having seen anything of this history: what others changed meanwhile is in conflict with it. */
    const record = Effect.fnUntraced(function* (mutations: ReadonlyArray<Mutation>) {
      if (mutations.length === 0) return
      const { last } = yield* journal.look([])
      const entries = yield* Effect.forEach(mutations, (mutation) =>
        Effect.map(clock.now, (timestamp) => ({ mutation, timestamp, baseVersion: 0 })),
      )
      yield* journal.append(last, entries)
    })

    const chatChanges = Effect.fnUntraced(function* (there: Extract<Row, { entity: "chat" }>["row"]) {
      const found = yield* chats.byId(there.id)
      if (Option.isNone(found)) return []
      const here = found.value
      const { archived, folder, model, pinned, systemPrompt, title } = here
      const patch = aheadOf({ archived, folder, model, pinned, systemPrompt, title }, here, there)
      const made: Array<Mutation> = []
      const chatId = here.id
      if (patch !== null) made.push({ _tag: "UpdateChat", eventId: yield* eventId, chatId, patch })
      if (isAhead(here, there, "deletedAt") && (here.deletedAt === null) !== (there.deletedAt === null)) {
        const _tag = here.deletedAt === null ? "RestoreChat" : "DeleteChat"
        made.push({ _tag, eventId: yield* eventId, chatId })
      }
      yield* chats.update({ ...here, version: 0 })
      return made
    })

    const messageChanges = Effect.fnUntraced(function* (there: Extract<Row, { entity: "message" }>["row"]) {
      const found = yield* messages.byId(there.id)
      if (Option.isNone(found)) return []
      const here = found.value
      const { chatId, content, id: messageId, model, status } = here
      const patch = aheadOf({ content, model, status }, here, there)
      const made: Array<Mutation> = []
      if (patch !== null) {
        made.push({ _tag: "UpdateMessage", eventId: yield* eventId, chatId, messageId, patch })
      }
      if (isAhead(here, there, "deletedAt") && (here.deletedAt === null) !== (there.deletedAt === null)) {
        const _tag = here.deletedAt === null ? "RestoreMessage" : "DeleteMessage"
        made.push({ _tag, eventId: yield* eventId, chatId, messageId })
      }
      yield* messages.update({ ...here, version: 0 })
      return made
    })

    /** Later changes of rows that the restored server has in an older state; they wait before its rows are taken. */
    const reconcile = Effect.fn("Remakes.reconcile")(function* (rows: ReadonlyArray<Row>) {
      for (const it of rows) {
        if (it.entity === "chat") yield* record(yield* chatChanges(it.row))
        if (it.entity === "message") yield* record(yield* messageChanges(it.row))
      }
    })

    return { chat, message, conflict, record, reconcile } as const
  }),
}) {}
