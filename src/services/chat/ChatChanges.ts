import { Clock, Effect, Option } from "effect"
import type { ChatPatch } from "../../domain/Chat.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { CreateChat } from "../../domain/Mutation.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"
import { Identity } from "../device/Identity.ts"
import { ChatRepo } from "./ChatRepo.ts"
import { stamp } from "./stamp.ts"

/** Writes what the mutations of a chat ask for. Each answers the version of the row that it found. */
export class ChatChanges extends Effect.Service<ChatChanges>()("openchat/ChatChanges", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo
    const { userId } = yield* Identity

    const create = Effect.fn("ChatChanges.create")(function* (mutation: typeof CreateChat.Type) {
      const now = yield* Clock.currentTimeMillis
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
          version: 0,
          clocks: {},
        },
      ])
      return 0
    })

    const change = Effect.fn("ChatChanges.change")(function* (
      chatId: ChatId,
      fields: ChatPatch | { readonly deletedAt: number | null },
      timestamp: Timestamp,
    ) {
      const chat = yield* Effect.flatMap(
        chats.byId(chatId),
        Option.match({
          onNone: () => Effect.fail(new NotFound({ entity: "chat", id: chatId })),
          onSome: Effect.succeed,
        }),
      )
      const updatedAt = yield* Clock.currentTimeMillis
      yield* chats.update({ ...chat, ...fields, updatedAt, clocks: stamp(chat.clocks, fields, timestamp) })
      return chat.version
    })

    return { create, change } as const
  }),
}) {}
