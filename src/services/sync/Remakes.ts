import { Effect } from "effect"
import type { Conflict } from "../../domain/Conflict.ts"
import type { ChatId, ConflictId, MessageId } from "../../domain/Ids.ts"
import type { Message } from "../../domain/Message.ts"
import type { Mutation } from "../../domain/Mutation.ts"
import { unseen } from "../../domain/Scalars.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"
import { type ChatRecord, ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { Identity } from "../device/Identity.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { Journal } from "../journal/Journal.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"
import { type Dated, originalStamp } from "./originalStamp.ts"

/** A change that is made again, and when it was made at first. */
export interface Remade {
  readonly mutation: Mutation
  readonly timestamp: Timestamp
  /** The version of this history that it was made on; 0, if absent: without having seen anything of it. */
  readonly baseVersion?: number
  /** The texts that it replaced, as JSON. */
  readonly replaced?: string | null
}

/** S9: what a server lost when it was restored, or what was read of a damaged file, as changes that it can be sent. */
export class Remakes extends Effect.Service<Remakes>()("openchat/Remakes", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo
    const clock = yield* HybridClock
    const conflicts = yield* ConflictRepo
    const journal = yield* Journal
    const messages = yield* MessageRepo
    const nanoid = yield* Nanoid
    const { deviceId } = yield* Identity
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    const stampOf = (row: Dated, field: string) => originalStamp(row, field, deviceId)

    /** The changes that make a chat as it is, and the one that deletes it, for after its messages were made. */
    const ofChat = Effect.fnUntraced(function* (found: ChatRecord) {
      const { archived, createdAt, deletedAt, folder, id: chatId, model, pinned, systemPrompt, title } = found
      const stamped = (field: string, mutation: Mutation): Remade => ({
        mutation,
        timestamp: stampOf(found, field),
      })
      const made = [
        stamped("title", {
          _tag: "CreateChat",
          eventId: yield* eventId,
          chatId,
          title,
          model,
          systemPrompt,
          folder,
          createdAt,
        }),
      ]
      for (const patch of [...(pinned ? [{ pinned }] : []), ...(archived ? [{ archived }] : [])]) {
        const [field = ""] = Object.keys(patch)
        made.push(stamped(field, { _tag: "UpdateChat", eventId: yield* eventId, chatId, patch }))
      }
      const gone: Array<Remade> = []
      if (deletedAt !== null) {
        gone.push(stamped("deletedAt", { _tag: "DeleteChat", eventId: yield* eventId, chatId }))
      }
      return { made, gone }
    })

    const chat = Effect.fnUntraced(function* (chatId: ChatId) {
      const found = yield* Effect.flatMap(chats.byId(chatId), Effect.orDie)
      yield* chats.update({ ...found, ...unseen })
      return yield* ofChat(found)
    })

    const ofMessage = Effect.fnUntraced(function* (found: Message) {
      const { chatId, content, createdAt, deletedAt, edits, model, parentId, role, status } = found
      const messageId = found.id
      const made: Array<Remade> = [
        {
          mutation: {
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
          timestamp: stampOf(found, "content"),
        },
      ]
      if (deletedAt !== null) {
        const mutation: Mutation = { _tag: "DeleteMessage", eventId: yield* eventId, chatId, messageId }
        made.push({ mutation, timestamp: stampOf(found, "deletedAt") })
      }
      return made
    })

    const message = Effect.fnUntraced(function* (messageId: MessageId) {
      const found = yield* Effect.flatMap(messages.byId(messageId), Effect.orDie)
      yield* messages.update({ ...found, ...unseen })
      return yield* ofMessage(found)
    })

    const ofConflict = Effect.fnUntraced(function* (found: Conflict) {
      const {
        clocks: _clocks,
        id: conflictId,
        userId: _userId,
        version: _version,
        versions: _versions,
        ...rest
      } = found
      const mutation: Mutation = { _tag: "KeepConflict", eventId: yield* eventId, conflictId, conflict: rest }
      const made: Remade = { mutation, timestamp: yield* clock.now }
      return made
    })

    const conflict = Effect.fnUntraced(function* (conflictId: ConflictId) {
      const found = yield* Effect.flatMap(conflicts.byId(conflictId), Effect.orDie)
      yield* conflicts.update({ ...found, ...unseen })
      return yield* ofConflict(found)
    })

    /** What others changed without this device having seen it is in conflict with them. */
    const record = Effect.fnUntraced(function* (all: ReadonlyArray<Remade>) {
      if (all.length === 0) return
      const { last } = yield* journal.look([])
      yield* journal.append(
        last,
        all.map((remade) => ({ baseVersion: 0, ...remade })),
      )
    })

    return { ofChat, ofMessage, ofConflict, chat, message, conflict, record } as const
  }),
}) {}
