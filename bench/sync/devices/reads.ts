import { Context, Effect, FiberSet, Ref } from "effect"
import type { ChatId } from "../../../src/domain/Ids.ts"
import { Chats } from "../../../src/services/chat/Chats.ts"
import { Messages } from "../../../src/services/chat/Messages.ts"
import type { Opened } from "./RealDevice.ts"

/** Milliseconds between two reads. */
const every = 20

export const listQuery = { shelf: "active", limit: 50 } as const
export const newestOf = (chatId: ChatId) => ({ chatId, anchor: null, before: 50, after: 0 })

/**
 * Reads as a person who goes through their chats, while something else is done: the list of chats and the newest
 * messages of a chat in turn. How long each waited, from the moment at which it was due, as a message to the worker
 * would: a read that could not even be issued waited as well.
 */
export const readingBeside = <A, E, R>(opened: Opened, chatId: ChatId, work: Effect.Effect<A, E, R>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const list = Context.get(opened, Chats).watch(listQuery).run
      const newest = Context.get(opened, Messages).watch(newestOf(chatId)).run
      const waits: Array<number> = []
      const reads = yield* FiberSet.make<void, never>()
      const ended = yield* Ref.make(false)
      const began = performance.now()
      const issue = Effect.gen(function* () {
        for (let n = 1; !(yield* Ref.get(ended)); n++) {
          const due = began + n * every
          const early = Math.ceil(due - performance.now())
          if (early > 0) yield* Effect.sleep(early)
          const noted = Effect.sync(() => void waits.push(performance.now() - due))
          const read = n % 2 === 0 ? Effect.asVoid(list) : Effect.asVoid(newest)
          yield* FiberSet.run(reads, Effect.orDie(Effect.zipRight(read, noted)))
        }
      })
      const issuing = yield* Effect.fork(issue)
      const answer = yield* work
      yield* Ref.set(ended, true)
      yield* issuing.await
      yield* FiberSet.awaitEmpty(reads)
      return [answer, waits] as const
    }),
  )
