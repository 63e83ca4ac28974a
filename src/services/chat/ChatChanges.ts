import { Effect, Option } from "effect"
import type { ChatPatch } from "../../domain/Chat.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { CreateChat } from "../../domain/Mutation.ts"
import { unseen } from "../../domain/Scalars.ts"
import { millisOf, type Timestamp } from "../../domain/Timestamp.ts"
import { Identity } from "../device/Identity.ts"
import { ChatRepo } from "./ChatRepo.ts"
import { replacedTexts, stamp } from "../database/stamp.ts"

/** Writes what the mutations of a chat ask for. Each answers what the outbox records of it. */
export class ChatChanges extends Effect.Service<ChatChanges>()("openchat/ChatChanges", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo
    const { userId } = yield* Identity

    const create = Effect.fn("ChatChanges.create")(function* (
      mutation: typeof CreateChat.Type,
      timestamp: Timestamp,
    ) {
      const now = millisOf(timestamp)
      const createdAt = mutation.createdAt ?? now
      yield* chats.insert([
        {
          id: mutation.chatId,
          userId,
          title: mutation.title,
          model: mutation.model,
          systemPrompt: mutation.systemPrompt,
          pinned: false,
          archived: false,
          folder: mutation.folder,
          createdAt,
          updatedAt: now,
          activeAt: createdAt,
          deletedAt: null,
          ...unseen,
        },
      ])
      return { mutation: { ...mutation, createdAt }, baseVersion: 0 }
    })

    const change = Effect.fn("ChatChanges.change")(function* (
      chatId: ChatId,
      fields: ChatPatch | { readonly deletedAt: number | null },
      timestamp: Timestamp,
    ) {
      const found = Option.filter(yield* chats.byId(chatId), (it) => it.userId === userId)
      if (Option.isNone(found)) return yield* new NotFound({ entity: "chat", id: chatId })
      const chat = found.value
      const updatedAt = millisOf(timestamp)
      yield* chats.update({ ...chat, ...fields, updatedAt, clocks: stamp(chat.clocks, fields, timestamp) })
      return { baseVersion: chat.version, replaced: replacedTexts(chat, fields) }
    })

    return { create, change } as const
  }),
}) {}
