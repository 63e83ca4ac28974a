import { Effect, Option, Stream } from "effect"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import { titleFrom } from "../../domain/Text.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { Mutations } from "../chat/Mutations.ts"
import { nextEventId, type Nanoid } from "../Nanoid.ts"
import { Assistant, type Turn } from "./Assistant.ts"
import { Providers } from "./Providers.ts"

const instruction =
  "Name the conversation below in at most six words, in its own language. Answer with the name alone: no quotes, no full stop."

/** UTF-16 units of each side of the conversation that are shown for it. */
const shown = 2_000

/** UTF-16 units after which a model that does not stop by itself is stopped. */
const enough = 300

/** A model's answer as a title: its first line, without what models like to put around it. */
export const titleIn = (answer: string): string =>
  titleFrom(
    answer
      .trimStart()
      .replace(/^(title|name)\s*:\s*/i, "")
      .replace(/^[#*\s"'“”„«»`]+/, "")
      .replace(/^([^\n]*?)["'“”„«»`*.\s]+(\n|$)/, "$1$2"),
  )

/** Names for chats that nobody has named. */
export class Titles extends Effect.Service<Titles>()("openchat/Titles", {
  effect: Effect.gen(function* () {
    const assistant = yield* Assistant
    const chats = yield* ChatRepo
    const messages = yield* MessageRepo
    const mutations = yield* Mutations
    const providers = yield* Providers
    const ids = yield* Effect.context<Nanoid>()

    /**
     * After the first reply of a chat that still bears its first words as its title, the model names it. What fails
     * changes nothing.
     */
    const suggest = Effect.fn("Titles.suggest")(function* (
      chatId: ChatId,
      question: MessageId,
      answer: string,
    ) {
      const [chat, first] = [yield* chats.row(chatId), yield* messages.byId(question)]
      if (Option.isNone(chat) || Option.isNone(first) || first.value.parentId !== null) return
      if (chat.value.title !== titleFrom(first.value.content)) return
      const said = `User: ${first.value.content.slice(0, shown)}\n\nAssistant: ${answer.slice(0, shown)}`
      const turns: ReadonlyArray<Turn> = [
        { role: "system", content: instruction },
        { role: "user", content: said.toWellFormed() },
      ]
      const { connection, model, parameters } = yield* providers.answering(chat.value.model)
      const text = yield* assistant.reply({ connection, model, parameters, turns }).pipe(
        Stream.filter(({ kind }) => kind === "text"),
        Stream.mapAccum("", (so, { text }) => [so + text, so + text]),
        Stream.takeUntil((so) => so.length > enough),
        Stream.runFold("", (_, so) => so),
      )
      const title = titleIn(text)
      const now = yield* chats.row(chatId)
      if (title === "" || Option.isNone(now) || now.value.title !== chat.value.title) return
      const eventId = yield* Effect.provide(nextEventId, ids)
      yield* mutations.apply([{ _tag: "UpdateChat", eventId, chatId, patch: { title } }])
    })

    return { suggest } as const
  }),
}) {}
