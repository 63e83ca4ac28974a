import { Either, Option, Predicate, Schema } from "effect"
import type { Format, ImportedChat, ImportedMessage } from "../ImportedChat.ts"
import { fromIso, hasFields, joined, lenient, lenientArray } from "../lenient.ts"

const Message = Schema.Struct({
  messageId: Schema.String,
  parentMessageId: lenient(Schema.NullOr(Schema.String)),
  text: lenient(Schema.NullOr(Schema.String)),
  content: lenient(Schema.Array(Schema.Unknown)),
  sender: lenient(Schema.String),
  isCreatedByUser: lenient(Schema.Boolean),
  model: lenient(Schema.NullOr(Schema.String)),
  createdAt: lenient(Schema.String),
  unfinished: lenient(Schema.Boolean),
  error: lenient(Schema.Boolean),
  children: lenient(Schema.Array(Schema.Unknown)),
})
type Message = typeof Message.Type

const Chat = Schema.Struct({
  conversationId: Schema.String,
  title: lenient(Schema.NullOr(Schema.String)),
  options: lenient(
    Schema.Struct({
      model: lenient(Schema.NullOr(Schema.String)),
      promptPrefix: lenient(Schema.NullOr(Schema.String)),
    }),
  ),
  messages: lenient(Schema.Array(Schema.Unknown)),
  messagesTree: lenient(Schema.Array(Schema.Unknown)),
})

const decode = Schema.decodeUnknownOption(Chat)
const decodeMessage = Schema.decodeUnknownOption(Message)
const textParts = lenientArray(
  Schema.Struct({
    type: Schema.Literal("text"),
    // some versions put the text into an object of its own
    text: Schema.Union(Schema.String, Schema.Struct({ value: Schema.String })),
  }),
)

const contentOf = ({ content, text }: Message): string =>
  typeof text === "string" && text.trim() !== ""
    ? text
    : joined(...textParts(content ?? []).map((it) => (typeof it.text === "string" ? it.text : it.text.value)))

/** Each before what it holds; without recursion, since a conversation is as deep as it is long. */
const flattened = (tree: ReadonlyArray<unknown>): ReadonlyArray<readonly [Message, string | null]> => {
  const flat: Array<readonly [Message, string | null]> = []
  const open = tree.map((raw): readonly [unknown, string | null] => [raw, null]).toReversed()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [raw, holder] = next
    const decoded = decodeMessage(raw)
    if (Option.isNone(decoded)) continue
    const message = decoded.value
    flat.push([message, holder])
    for (const child of (message.children ?? []).toReversed()) open.push([child, message.messageId])
  }
  return flat
}

/** An export of LibreChat: one chat, flat or as a tree. */
export const libreChat: Format = {
  recognizes: (item) =>
    Predicate.isRecord(item) &&
    "conversationId" in item &&
    (hasFields("messages")(item) || hasFields("messagesTree")(item)),
  pieceIn: (item) => {
    const decoded = decode(item)
    if (Option.isNone(decoded)) return Either.left("broken")
    const { conversationId, messages, messagesTree, options, title } = decoded.value
    const found = flattened(messagesTree ?? messages ?? [])
    // where none says what it answers, they follow each other
    const isTree = found.some(
      ([{ parentMessageId }, holder]) => holder !== null || typeof parentMessageId === "string",
    )
    const all = found.map(([message, holder], index): ImportedMessage => {
      const before = found[index - 1]?.[0].messageId ?? null
      const isUser = message.isCreatedByUser ?? message.sender === "User"
      return {
        key: message.messageId,
        parent: isTree ? (holder ?? message.parentMessageId ?? null) : before,
        role: isUser ? "user" : "assistant",
        content: contentOf(message),
        status: message.error === true ? "failed" : message.unfinished === true ? "stopped" : "complete",
        model: isUser ? null : (message.model ?? options?.model ?? null),
        createdAt: fromIso(message.createdAt),
      }
    })
    const imported: ImportedChat = {
      source: "librechat",
      key: conversationId,
      title: title ?? null,
      model: options?.model ?? null,
      systemPrompt: options?.promptPrefix ?? null,
      folder: null,
      pinned: false,
      archived: false,
      createdAt: null,
      messages: all,
      // the file does not say; the last one written was read last
      active: all.at(-1)?.key ?? null,
    }
    return Either.right({ _tag: "Chat", chat: imported })
  },
}
