import { Either, Option, Predicate, Schema } from "effect"
import type { Format, ImportedChat, ImportedMessage } from "../ImportedChat.ts"
import { fromSeconds, hasFields, joined, lenient, lenientArray } from "../lenient.ts"

const OutputText = Schema.Struct({ type: Schema.Literal("output_text"), text: Schema.String })
const Output = Schema.Struct({ type: Schema.Literal("message"), content: Schema.Array(Schema.Unknown) })

const Message = Schema.Struct({
  parentId: lenient(Schema.NullOr(Schema.String)),
  role: Schema.Literal("user", "assistant", "system"),
  content: lenient(Schema.String),
  timestamp: lenient(Schema.Number),
  model: lenient(Schema.String),
  done: lenient(Schema.Boolean),
  error: Schema.optional(Schema.Unknown),
  files: lenient(Schema.Array(Schema.Unknown)),
  output: lenient(Schema.Array(Schema.Unknown)),
})
type Message = typeof Message.Type

const Inner = Schema.Struct({
  id: lenient(Schema.String),
  title: lenient(Schema.String),
  models: lenient(Schema.Array(Schema.String)),
  system: lenient(Schema.String),
  timestamp: lenient(Schema.Number),
  history: Schema.Struct({
    currentId: lenient(Schema.NullOr(Schema.String)),
    messages: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
  }),
})

const Outer = Schema.Struct({
  id: lenient(Schema.String),
  title: lenient(Schema.String),
  created_at: lenient(Schema.Number),
  archived: lenient(Schema.Boolean),
  pinned: lenient(Schema.NullOr(Schema.Boolean)),
  folder: lenient(Schema.NullOr(Schema.Struct({ name: Schema.String }))),
})

const decodeInner = Schema.decodeUnknownOption(Inner)
const decodeOuter = Schema.decodeUnknownOption(Outer)
const decodeMessage = Schema.decodeUnknownOption(Message)
const outputsIn = lenientArray(Output)
const textsIn = lenientArray(OutputText)
const filesIn = lenientArray(Schema.Struct({ name: Schema.String }))

/** What a model thought, and its calls of tools, lie in the text as folded elements. */
const folded = /<details type="(?:reasoning|tool_calls|code_interpreter)"[^>]*>[^]*?<\/details>\n?/g

const contentOf = ({ content = "", files, output }: Message): string => {
  const said = outputsIn(output ?? []).flatMap((it) => textsIn(it.content).map(({ text }) => text))
  const text = said.length > 0 ? said.join("") : content.replaceAll(folded, "")
  return joined(...filesIn(files ?? []).map(({ name }) => `[File: ${name}]`), text.trim())
}

/** An older form is the inner chat alone. */
const innerOf = (item: unknown): unknown =>
  Predicate.isRecord(item) && Predicate.isRecord(item["chat"]) ? item["chat"] : item

const hasMessages = (item: unknown) =>
  Predicate.isRecord(item) && hasFields("messages")(item["history"]) && Predicate.isRecord(item["history"])

/** "Export chats" of Open WebUI: an array of these, of one chat or of all. */
export const openWebUi: Format = {
  recognizes: (item) => hasMessages(innerOf(item)),
  pieceIn: (item) => {
    const [inner, outer] = [decodeInner(innerOf(item)), decodeOuter(item)]
    if (Option.isNone(inner) || Option.isNone(outer)) return Either.left("broken")
    const [chat, around] = [inner.value, outer.value]
    const key = around.id ?? chat.id
    if (key === undefined) return Either.left("broken")
    const messages = Object.entries(chat.history.messages).flatMap(
      ([id, raw]): ReadonlyArray<ImportedMessage> => {
        const decoded = decodeMessage(raw)
        if (Option.isNone(decoded)) return []
        const message = decoded.value
        const failed = message.error !== undefined && message.error !== null && message.error !== false
        return [
          {
            key: id,
            parent: message.parentId ?? null,
            role: message.role,
            content: contentOf(message),
            status: failed ? "failed" : message.done === false ? "stopped" : "complete",
            model: message.role === "assistant" ? (message.model ?? null) : null,
            createdAt: fromSeconds(message.timestamp),
          },
        ]
      },
    )
    const imported: ImportedChat = {
      source: "open-webui",
      key,
      title: around.title ?? chat.title ?? null,
      model: chat.models?.[0] ?? null,
      systemPrompt: chat.system ?? null,
      folder: around.folder?.name ?? null,
      pinned: around.pinned === true,
      archived: around.archived === true,
      // the older form counts milliseconds
      createdAt: fromSeconds(around.created_at) ?? chat.timestamp ?? null,
      messages,
      active: chat.history.currentId ?? null,
    }
    return Either.right({ _tag: "Chat", chat: imported })
  },
}
