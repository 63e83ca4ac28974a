import { Clock, Effect, Option } from "effect"
import type { Reply } from "../../domain/assistant/Reply.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { MessageStatus } from "../../domain/Message.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { Mutations } from "../chat/Mutations.ts"
import { Identity } from "../device/Identity.ts"
import { nextEventId, type Nanoid } from "../Nanoid.ts"
import { checkpointAfter } from "./checkpointAfter.ts"
import { ReplyRepo } from "./ReplyRepo.ts"

/** How far the text of one reply has been written. */
export interface Written {
  /** Whether there is a message of it. */
  begun: boolean
  /** UTF-16 units that the message or its chunks have. */
  length: number
  /** Milliseconds since 1970: when the message itself was written last. */
  at: number
}

/**
 * Writes what arrives of a reply. Its message comes with the first words. From then on what is new is appended as a
 * chunk, which costs the same however long the reply is, and which the log of changes does not see; the message itself
 * is written now and then for those who watch from other devices, and at the end.
 */
export class ReplyWriter extends Effect.Service<ReplyWriter>()("openchat/ReplyWriter", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo
    const configs = yield* SyncConfigRepo
    const mutations = yield* Mutations
    const replies = yield* ReplyRepo
    const { userId } = yield* Identity
    const ids = yield* Effect.context<Nanoid>()
    const eventId = Effect.provide(nextEventId, ids)

    const syncs = Effect.map(configs.byId(userId), (config) =>
      Option.exists(config, ({ mode }) => mode !== "local-only"),
    )

    const isUnwanted = (chatId: ChatId) =>
      Effect.map(
        chats.row(chatId),
        Option.match({ onNone: () => true, onSome: ({ deletedAt }) => deletedAt !== null }),
      )

    const begin = Effect.fnUntraced(function* (reply: Reply, content: string, status: MessageStatus) {
      // nothing is written into the trash, since it would bring the chat back
      if (yield* isUnwanted(reply.chatId)) return true
      const { chatId, messageId, model, parentId } = reply
      yield* mutations.apply([
        {
          _tag: "AddMessage",
          eventId: yield* eventId,
          chatId,
          messageId,
          parentId,
          role: "assistant",
          content,
          status,
          model,
        },
      ])
      return false
    })

    const update = Effect.fnUntraced(function* (reply: Reply, content: string, status: MessageStatus) {
      const { chatId, messageId } = reply
      const patch = { content, status }
      yield* mutations.apply([{ _tag: "UpdateMessage", eventId: yield* eventId, chatId, messageId, patch }])
      yield* replies.dropChunks(messageId)
      return false
    })

    /**
     * All of the text, in the message itself.
     *
     * @returns whether nobody wants it, since its chat is in the trash or gone
     */
    const settle = Effect.fn("ReplyWriter.settle")(function* (
      reply: Reply,
      written: Written,
      text: string,
      status: MessageStatus,
    ) {
      const write = written.begun ? update(reply, text, status) : begin(reply, text, status)
      const unwanted = yield* write.pipe(
        Effect.catchTag("NotFound", () => Effect.succeed(true)),
        // the text was measured and made storable as it came in
        Effect.catchTags({ InvalidInput: Effect.die, PayloadTooLarge: Effect.die }),
      )
      if (unwanted) return true
      written.begun = true
      written.length = text.length
      written.at = yield* Clock.currentTimeMillis
      return false
    })

    /**
     * What is new of a reply that goes on.
     *
     * @returns whether nobody wants it, as in `settle`
     */
    const advance = Effect.fn("ReplyWriter.advance")(function* (
      reply: Reply,
      written: Written,
      text: string,
    ) {
      if (text.length === written.length || text.trim() === "") return false
      const due = (yield* Clock.currentTimeMillis) - written.at >= checkpointAfter(text.length)
      if (!written.begun || (due && (yield* syncs))) return yield* settle(reply, written, text, "streaming")
      yield* replies.addChunk(reply.messageId, written.length, text.slice(written.length))
      written.length = text.length
      return yield* isUnwanted(reply.chatId)
    })

    return { advance, settle } as const
  }),
}) {}
