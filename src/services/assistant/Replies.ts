import { Clock, Deferred, Effect, Exit, FiberMap, Option, Schedule, Stream } from "effect"
import type { Reply } from "../../domain/assistant/Reply.ts"
import { type ModelBusy, ModelFailed, ReplyCutOff } from "../../domain/errors/AssistantErrors.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { ErrorHandler } from "../errors/ErrorHandler.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { Problems } from "../live/Problems.ts"
import { askModel } from "./askModel.ts"
import { Assistant } from "./Assistant.ts"
import { Conversation } from "./Conversation.ts"
import { LiveText } from "./LiveText.ts"
import { ReplyRepo } from "./ReplyRepo.ts"
import { replyTo, type ReplyRequest } from "./ReplyRequest.ts"
import { ReplyWriter, type Written } from "./ReplyWriter.ts"
import { Titles } from "./Titles.ts"

/** R5: at most two durable writes a second, however fast the model is. */
const writePace = "500 millis"

const closed = new ReplyCutOff({ reason: "closed" })

interface Running {
  readonly live: LiveText
  readonly stop: Deferred.Deferred<void>
}

/** Replies of the model, from the question to the last word. They go on whatever any page shows. */
export class Replies extends Effect.Service<Replies>()("openchat/Replies", {
  scoped: Effect.gen(function* () {
    const assistant = yield* Assistant
    const chats = yield* ChatRepo
    const conversation = yield* Conversation
    const errors = yield* ErrorHandler
    const liveQueries = yield* LiveQueries
    const messages = yield* MessageRepo
    const problems = yield* Problems
    const repo = yield* ReplyRepo
    const titles = yield* Titles
    const writer = yield* ReplyWriter
    const fibers = yield* FiberMap.make<MessageId>()
    const running = new Map<MessageId, Running>()

    const changed = (chatId: ChatId) => liveQueries.invalidate(["replies", `replies:${chatId}`])
    const put = (reply: Reply) => Effect.zipRight(repo.put(reply), changed(reply.chatId))
    const forget = ({ chatId, messageId }: Reply) => Effect.zipRight(repo.forget(messageId), changed(chatId))

    /** Until there is room: what has arrived is in no other place. */
    const persistently = <A>(write: Effect.Effect<A, StorageError>) =>
      write.pipe(
        Effect.tapError((error) => problems.report(error)),
        Effect.retry({ while: ({ _tag }) => _tag !== "QueryFailed", schedule: Schedule.spaced("2 seconds") }),
        Effect.orDie,
      )

    const chatOf = Effect.fnUntraced(function* (id: ChatId) {
      const chat = yield* chats.row(id)
      return Option.isSome(chat) ? chat.value : yield* new NotFound({ entity: "chat", id })
    })

    const wait = (reply: Reply) => (error: ModelBusy) =>
      Effect.gen(function* () {
        yield* put({ ...reply, retryAt: (yield* Clock.currentTimeMillis) + error.retryAfter })
        yield* Effect.sleep(error.retryAfter)
        yield* put(reply)
      })

    /** Writes what has come, from the first words on; ends the reply when its chat is thrown away. */
    const writing = Effect.fnUntraced(function* (
      reply: Reply,
      written: Written,
      live: LiveText,
      stop: Running["stop"],
    ) {
      yield* live.begun
      let isKnown = false
      const write = Effect.gen(function* () {
        const unwanted = yield* writer.advance(reply, written, live.text)
        if (unwanted) yield* Deferred.succeed(stop, undefined)
        if (isKnown || !written.begun) return
        yield* put({ ...reply, state: "streaming" })
        isKnown = true
      })
      return yield* Effect.forever(
        Effect.zipRight(Effect.uninterruptible(Effect.exit(write)), Effect.sleep(writePace)),
      )
    })

    const conclude = Effect.fnUntraced(function* (
      reply: Reply,
      written: Written,
      live: LiveText,
      ended: Exit.Exit<"complete" | "stopped", unknown>,
    ) {
      const text = live.text
      const isEmpty = text.trim() === ""
      const nothing = new ModelFailed({ status: null, detail: "It answered nothing." })
      const error = Exit.isFailure(ended)
        ? yield* errors.handle(ended.cause)
        : ended.value === "complete" && isEmpty
          ? nothing
          : null
      const status = Exit.isSuccess(ended)
        ? ended.value
        : error?._tag === "ReplyCutOff"
          ? "stopped"
          : "failed"
      if (!isEmpty) {
        const unwanted = yield* persistently(writer.settle(reply, written, text, status))
        if (unwanted) return yield* persistently(forget(reply))
      }
      if (error !== null) return yield* persistently(put({ ...reply, state: "failed", error }))
      yield* persistently(
        reply.cut > 0 && status === "complete" ? put({ ...reply, state: "done" }) : forget(reply),
      )
      if (status === "complete") {
        yield* Effect.ignoreLogged(titles.suggest(reply.chatId, reply.parentId, text))
      }
    })

    /** From the question to the last word. Only the end of the worker's reign interrupts it. */
    const work = Effect.fn("Replies.work")(function* (
      first: Reply,
      begun: string,
      stop: Running["stop"],
      live: LiveText,
    ) {
      const written: Written = { begun: begun !== "", length: begun.length, at: 0 }
      let reply = first
      const speak = Effect.gen(function* () {
        const { cut, request } = yield* conversation.request(
          yield* chatOf(first.chatId),
          first.parentId,
          begun,
        )
        reply = { ...first, model: request.model, cut }
        yield* put(reply)
        yield* Effect.forkScoped(writing(reply, written, live, stop))
        yield* askModel(assistant.reply(request), live, wait(reply))
        return "complete" as const
      })
      const stopped = Effect.as(Deferred.await(stop), "stopped" as const)
      const ended = yield* Effect.scoped(Effect.raceFirst(speak, stopped)).pipe(
        Effect.onInterrupt(() => Effect.ignore(writer.advance(reply, written, live.text))),
        Effect.exit,
      )
      yield* conclude(reply, written, live, ended)
    })

    const launch = Effect.fnUntraced(function* (reply: Reply, begun: string) {
      const one: Running = { live: new LiveText(begun), stop: yield* Deferred.make<void>() }
      running.set(reply.messageId, one)
      const end = Effect.sync(() => {
        one.live.end()
        running.delete(reply.messageId)
      })
      const whole = Effect.ensuring(
        work(reply, begun, one.stop, one.live),
        Effect.zipRight(end, changed(reply.chatId)),
      )
      yield* FiberMap.run(fibers, reply.messageId, whole)
    })

    /** Asks for a reply. One that was asked for before is not asked for again, unless nothing came of it. */
    const start = Effect.fn("Replies.start")(function* (request: ReplyRequest) {
      const { chatId, messageId, parentId } = request
      if (running.has(messageId) || Option.isSome(yield* messages.byId(messageId))) return
      const chat = yield* chatOf(chatId)
      const parent = yield* messages.byId(parentId)
      if (Option.isNone(parent) || parent.value.chatId !== chatId) {
        return yield* new NotFound({ entity: "message", id: parentId })
      }
      const reply = replyTo(request, chat.model, yield* Clock.currentTimeMillis)
      yield* put(reply)
      yield* launch(reply, "")
    })

    /** Goes on with a reply that broke off. */
    const resume = Effect.fn("Replies.resume")(function* (messageId: MessageId) {
      if (running.has(messageId)) return
      const message = yield* messages.byId(messageId)
      if (Option.isNone(message)) return yield* new NotFound({ entity: "message", id: messageId })
      const { chatId, content, parentId, role } = message.value
      const chat = yield* chatOf(chatId)
      if (role !== "assistant" || parentId === null)
        return yield* new NotFound({ entity: "message", id: messageId })
      const reply = replyTo({ chatId, messageId, parentId }, chat.model, yield* Clock.currentTimeMillis)
      yield* put(reply)
      yield* launch(reply, content)
    })

    /** What has arrived is kept. */
    const stop = Effect.fn("Replies.stop")(function* (messageId: MessageId) {
      const one = running.get(messageId)
      if (one !== undefined) yield* Deferred.succeed(one.stop, undefined)
    })

    /** Says no more about a reply that has ended. Its text stays. */
    const dismiss = Effect.fn("Replies.dismiss")(function* (messageId: MessageId) {
      const known = yield* repo.byId(messageId)
      if (Option.isSome(known) && !running.has(messageId)) yield* forget(known.value)
    })

    /** Those that ran when the worker before this one ended: what had arrived becomes their text. */
    const mend = Effect.gen(function* () {
      yield* repo.sweep
      for (const reply of yield* repo.unfinished) {
        if (running.has(reply.messageId)) continue
        const message = yield* messages.byId(reply.messageId)
        if (Option.isSome(message)) {
          const text = yield* repo.arrived(reply.messageId, message.value.content)
          yield* writer.settle(reply, { begun: true, length: text.length, at: 0 }, text, "stopped")
        }
        yield* put({ ...reply, state: "failed", retryAt: null, error: closed })
      }
    })
    yield* Effect.forkScoped(persistently(mend))

    /** Of one chat, oldest first. */
    const watch = (chatId: ChatId): LiveQuery<ReadonlyArray<Reply>> => ({
      keys: [`replies:${chatId}`],
      run: repo.inChat(chatId),
    })

    const inProgress: LiveQuery<ReadonlyArray<ChatId>> = {
      keys: ["replies"],
      run: Effect.map(repo.unfinished, (replies) => replies.map(({ chatId }) => chatId)),
    }

    /** The text of a reply as it is written. Of one that does not run, nothing comes. */
    const follow = (messageId: MessageId) =>
      Stream.concat(running.get(messageId)?.live.pieces ?? Stream.empty, Stream.never)

    return { start, resume, stop, dismiss, watch, inProgress, follow } as const
  }),
}) {}
