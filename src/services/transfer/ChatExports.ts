import { SqlClient } from "@effect/sql"
import { Clock, Effect, Stream } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { ExportRequest } from "../../domain/transfer/Export.ts"
import { Prompts } from "../assistant/Prompts.ts"
import { schemaVersion } from "../database/Migrations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { ChatReader, type ExportedChat } from "./ChatReader.ts"
import { type ChatLine, exportFormat, exportVersion, type MessageLine } from "./formats/ownFormat.ts"
import { htmlOf } from "./htmlOf.ts"
import { markdownOf } from "./markdownOf.ts"
import { type TextFile, zipOf } from "./zipOf.ts"

type Text = Stream.Stream<string, StorageError>

const encoder = new TextEncoder()

const lines = (values: ReadonlyArray<unknown>) => values.map((value) => `${JSON.stringify(value)}\n`).join("")

/** Characters that some file system does not take, or reads as a place: marks of that kind, and all that control. */
const forbidden = /[\\/:*?"<>|#%\p{Cc}]/gu

/** Units of a title in the name of a file: with the rest it stays below the 255 bytes of most file systems. */
const titleLength = 60

/** The end of the id keeps two chats of one title apart. */
const fileName = ({ chat: { id, title } }: ExportedChat, extension: string) =>
  `${title.replaceAll(forbidden, " ").slice(0, titleLength).toWellFormed().trim()} ${id.slice(-6)}.${extension}`

/** Chats as files for other places, read a chat at a time. */
export class ChatExports extends Effect.Service<ChatExports>()("openchat/ChatExports", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const prompts = yield* Prompts
    const reader = yield* ChatReader
    const { userId } = yield* Identity

    const each = (chatIds: ReadonlyArray<ChatId>) =>
      Stream.fromIterable(chatIds).pipe(
        Stream.mapEffect(reader.read),
        Stream.filter((exported) => exported !== null),
      )

    const manifest = Effect.fnUntraced(function* (chatIds: ReadonlyArray<ChatId>, promptCount: number) {
      const head = {
        format: exportFormat,
        version: exportVersion,
        app: "OpenChat",
        schema: yield* withStorageErrors(Effect.provideService(schemaVersion(), SqlClient.SqlClient, sql)),
        exportedAt: new Date(yield* Clock.currentTimeMillis).toISOString(),
        person: userId,
        counts: { chats: chatIds.length, messages: yield* reader.count(chatIds), prompts: promptCount },
      }
      return `${JSON.stringify(head, null, 2)}\n`
    })

    const chatLine = Effect.fnUntraced(function* (chatId: ChatId) {
      const exported = yield* reader.read(chatId)
      if (exported === null) return ""
      const { archived, createdAt, folder, id, model, pinned, systemPrompt, title } = exported.chat
      const { activeId } = exported
      const fields = { id, title, model, systemPrompt, folder, pinned, archived, createdAt, activeId }
      const line: ChatLine = { kind: "chat", ...fields }
      return lines([line])
    })

    const messageLines = ({ messages }: ExportedChat) =>
      lines(messages.map((message): MessageLine => ({ kind: "message", ...message })))

    /** @param all whether what belongs to no chat comes along */
    const own = (chatIds: ReadonlyArray<ChatId>, all: boolean) =>
      Stream.unwrap(
        Effect.gen(function* () {
          const kept = all ? yield* prompts.all : []
          const head: Text = Stream.fromEffect(manifest(chatIds, kept.length))
          const chats: Text = Stream.mapEffect(Stream.fromIterable(chatIds), chatLine)
          const messages: Text = Stream.map(each(chatIds), messageLines)
          const files: ReadonlyArray<TextFile<StorageError>> = [
            { name: "manifest.json", text: head },
            { name: "chats.jsonl", text: chats },
            { name: "messages.jsonl", text: messages },
            {
              name: "prompts.jsonl",
              text: Stream.make(lines(kept.map((prompt) => ({ kind: "prompt", ...prompt })))),
            },
          ]
          return zipOf(Stream.fromIterable(files))
        }),
      )

    const readable = (chatIds: ReadonlyArray<ChatId>, { branches, format }: ExportRequest) => {
      const [render, extension] = format === "html" ? [htmlOf, "html"] : [markdownOf, "md"]
      const pages = each(chatIds).pipe(
        Stream.map((exported) => [fileName(exported, extension), render(exported, branches)] as const),
      )
      if (chatIds.length === 1) return Stream.map(pages, ([, text]) => encoder.encode(text))
      return zipOf(
        Stream.map(pages, ([name, text]): TextFile<StorageError> => ({ name, text: Stream.make(text) })),
      )
    }

    /** The file in pieces. */
    const run = (request: ExportRequest): Stream.Stream<Uint8Array, StorageError> =>
      Stream.unwrap(
        Effect.map(reader.ids(request.chatIds), (chatIds) =>
          request.format === "openchat" ? own(chatIds, request.chatIds === null) : readable(chatIds, request),
        ),
      )

    return { run } as const
  }),
}) {}
