import { Either, Option, Predicate, Schema } from "effect"
import type { Role } from "../../../domain/Message.ts"
import type { Format, ImportedChat, ImportedMessage } from "../ImportedChat.ts"
import { fromSeconds, hasFields, joined, lenient, lenientArray } from "../lenient.ts"

const Citation = Schema.Struct({
  start_ix: Schema.Number,
  end_ix: Schema.Number,
  metadata: Schema.Struct({ title: lenient(Schema.String), url: Schema.String }),
})

const Message = Schema.Struct({
  author: Schema.Struct({ role: Schema.Literal("system", "user", "assistant", "tool") }),
  create_time: lenient(Schema.NullOr(Schema.Number)),
  content: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
  status: lenient(Schema.String),
  recipient: lenient(Schema.String),
  metadata: lenient(
    Schema.Struct({
      model_slug: lenient(Schema.String),
      default_model_slug: lenient(Schema.String),
      finish_details: lenient(Schema.Struct({ type: lenient(Schema.String) })),
      is_visually_hidden_from_conversation: lenient(Schema.Boolean),
      user_context_message_data: lenient(
        Schema.Struct({
          about_user_message: lenient(Schema.String),
          about_model_message: lenient(Schema.String),
        }),
      ),
      citations: lenient(Schema.Array(Schema.Unknown)),
      attachments: lenient(Schema.Array(Schema.Unknown)),
    }),
  ),
})
type Message = typeof Message.Type

const Node = Schema.Struct({
  parent: lenient(Schema.NullOr(Schema.String)),
  message: lenient(Schema.NullOr(Message)),
})

const Conversation = Schema.Struct({
  id: lenient(Schema.String),
  conversation_id: lenient(Schema.String),
  title: lenient(Schema.NullOr(Schema.String)),
  create_time: lenient(Schema.Number),
  mapping: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
  current_node: lenient(Schema.String),
  default_model_slug: lenient(Schema.NullOr(Schema.String)),
  is_archived: lenient(Schema.Boolean),
  is_starred: lenient(Schema.NullOr(Schema.Boolean)),
})

const decode = Schema.decodeUnknownOption(Conversation)
const decodeNode = Schema.decodeUnknownOption(Node)
const citationsIn = lenientArray(Citation)
const attachmentsIn = lenientArray(Schema.Struct({ name: Schema.String }))

const textOf = (value: unknown) => (typeof value === "string" ? value : "")

const partText = (part: unknown): string => {
  if (typeof part === "string") return part
  if (!Predicate.isRecord(part)) return ""
  if (part["content_type"] === "image_asset_pointer") return "[Image]"
  if (part["content_type"] === "audio_transcription") return textOf(part["text"])
  return ""
}

/** From the end on, so that what comes before stays where it is. */
const withCitations = (text: string, { metadata }: Message) =>
  citationsIn(metadata?.citations ?? [])
    .filter(({ start_ix, end_ix }) => start_ix >= 0 && start_ix <= end_ix && end_ix <= text.length)
    .toSorted((a, b) => b.start_ix - a.start_ix)
    .reduce(
      ({ before, end }, { end_ix, metadata: { title, url }, start_ix }) =>
        // of two that overlap the later one stays
        end_ix > end
          ? { before, end }
          : {
              before: `${before.slice(0, start_ix)}[${title ?? url}](${url})${before.slice(end_ix)}`,
              end: start_ix,
            },
      { before: text, end: text.length },
    ).before

/** What the message says to whoever reads it. What a model thinks, and what it says to its tools, is not kept. */
const contentOf = (message: Message): string => {
  const { content, metadata, recipient = "all" } = message
  if (recipient !== "all" || metadata?.is_visually_hidden_from_conversation === true) return ""
  const parts = Array.isArray(content["parts"]) ? content["parts"] : []
  const files = attachmentsIn(metadata?.attachments ?? []).map(({ name }) => `[File: ${name}]`)
  switch (content["content_type"]) {
    case "text":
      // of a tool it is what only the model reads
      return message.author.role === "tool"
        ? ""
        : joined(...files, withCitations(parts.map(textOf).join("\n"), message))
    case "multimodal_text":
      return joined(...files, ...parts.map(partText))
    case "code":
      return message.author.role === "tool" || textOf(content["text"]) === ""
        ? ""
        : `\`\`\`\n${textOf(content["text"])}\n\`\`\``
    default:
      return ""
  }
}

/** What the person told every model, or this one. */
const instructionOf = ({ author, content, metadata }: Message): string => {
  const about = metadata?.user_context_message_data
  if (about !== undefined) return joined(about.about_user_message, about.about_model_message)
  if (content["content_type"] === "user_editable_context") {
    return joined(textOf(content["user_profile"]), textOf(content["user_instructions"]))
  }
  if (author.role !== "system" || !Array.isArray(content["parts"])) return ""
  return joined(...content["parts"].map(textOf))
}

const roleOf = ({ author: { role } }: Message): Role => (role === "user" ? "user" : "assistant")

/** The export of ChatGPT: `conversations.json`, or `conversations-000.json` and so on, each an array of these. */
export const chatGpt: Format = {
  recognizes: hasFields("mapping"),
  pieceIn: (item) => {
    const decoded = decode(item)
    if (Option.isNone(decoded)) return Either.left("broken")
    const chat = decoded.value
    const key = chat.conversation_id ?? chat.id
    if (key === undefined) return Either.left("broken")
    const instructions: Array<string> = []
    const messages: Array<ImportedMessage> = []
    for (const [id, raw] of Object.entries(chat.mapping)) {
      const node = Option.getOrElse(decodeNode(raw), () => ({ parent: null, message: null }))
      const message = node.message ?? null
      if (message !== null) instructions.push(instructionOf(message))
      const isSystem = message === null || message.author.role === "system"
      const interrupted = message?.metadata?.finish_details?.type === "interrupted"
      messages.push({
        key: id,
        parent: node.parent ?? null,
        role: message === null ? "assistant" : roleOf(message),
        content: isSystem ? "" : contentOf(message),
        status: interrupted || message?.status === "in_progress" ? "stopped" : "complete",
        model:
          message?.author.role === "assistant"
            ? (message.metadata?.model_slug ?? chat.default_model_slug ?? null)
            : null,
        createdAt: fromSeconds(message?.create_time),
      })
    }
    const imported: ImportedChat = {
      source: "chatgpt",
      key,
      title: chat.title ?? null,
      model: chat.default_model_slug ?? null,
      systemPrompt: joined(...new Set(instructions)) || null,
      folder: null,
      pinned: chat.is_starred === true,
      archived: chat.is_archived === true,
      createdAt: fromSeconds(chat.create_time),
      messages,
      active: chat.current_node ?? null,
    }
    return Either.right({ _tag: "Chat", chat: imported })
  },
}
