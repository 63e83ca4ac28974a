import { Either, Option, Schema } from "effect"
import type { Format, ImportedChat, ImportedMessage } from "../ImportedChat.ts"
import { fromIso, hasFields, joined, lenient, lenientArray } from "../lenient.ts"

const Message = Schema.Struct({
  uuid: Schema.String,
  parent_message_uuid: lenient(Schema.NullOr(Schema.String)),
  sender: Schema.Literal("human", "assistant"),
  text: lenient(Schema.String),
  content: lenient(Schema.Array(Schema.Unknown)),
  created_at: lenient(Schema.String),
  attachments: lenient(Schema.Array(Schema.Unknown)),
  files: lenient(Schema.Array(Schema.Unknown)),
})
type Message = typeof Message.Type

const Chat = Schema.Struct({
  uuid: Schema.String,
  name: lenient(Schema.NullOr(Schema.String)),
  model: lenient(Schema.NullOr(Schema.String)),
  created_at: lenient(Schema.String),
  is_starred: lenient(Schema.Boolean),
  current_leaf_message_uuid: lenient(Schema.NullOr(Schema.String)),
  project: lenient(Schema.NullOr(Schema.Struct({ name: Schema.String }))),
  chat_messages: Schema.Array(Schema.Unknown),
})

const decode = Schema.decodeUnknownOption(Chat)
const messagesIn = lenientArray(Message)
const textParts = lenientArray(Schema.Struct({ type: Schema.Literal("text"), text: Schema.String }))
const attachmentsIn = lenientArray(
  Schema.Struct({ file_name: lenient(Schema.String), extracted_content: lenient(Schema.String) }),
)
const filesIn = lenientArray(Schema.Struct({ file_name: Schema.String }))

/** Longer than every run of them in the text, so that the text does not end the block. */
const fenceFor = (text: string) =>
  "`".repeat(Math.max(3, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length + 1)))

/** A text that was attached lies in the export, and so it stays. */
const attachmentText = ({
  extracted_content = "",
  file_name,
}: {
  extracted_content?: string | undefined
  file_name?: string | undefined
}) => {
  const name = `[File: ${file_name ?? "text"}]`
  const fence = fenceFor(extracted_content)
  return extracted_content.trim() === "" ? name : `${name}\n\n${fence}\n${extracted_content}\n${fence}`
}

const contentOf = ({ attachments, content, files, text }: Message): string => {
  const parts = textParts(content ?? []).map((part) => part.text)
  return joined(
    ...attachmentsIn(attachments ?? []).map(attachmentText),
    ...filesIn(files ?? []).map(({ file_name }) => `[File: ${file_name}]`),
    ...(parts.length > 0 ? parts : [text]),
  )
}

/** Names none: the first message of a chat. */
const none = /^0{8}-0{4}-4?0{3,4}-/

/** The export of Claude: `conversations.json`, an array of these or one to a line. */
export const claude: Format = {
  recognizes: hasFields("chat_messages", "uuid"),
  pieceIn: (item) => {
    const decoded = decode(item)
    if (Option.isNone(decoded)) return Either.left("broken")
    const chat = decoded.value
    const all = messagesIn(chat.chat_messages)
    // where they do not say what they answer, they follow each other
    const isTree = all.some((it) => typeof it.parent_message_uuid === "string")
    const messages = all.map((message, index): ImportedMessage => {
      const parent = isTree ? (message.parent_message_uuid ?? null) : (all[index - 1]?.uuid ?? null)
      return {
        key: message.uuid,
        parent: parent !== null && none.test(parent) ? null : parent,
        role: message.sender === "human" ? "user" : "assistant",
        content: contentOf(message),
        status: "complete",
        model: message.sender === "human" ? null : (chat.model ?? null),
        createdAt: fromIso(message.created_at),
      }
    })
    const imported: ImportedChat = {
      source: "claude",
      key: chat.uuid,
      title: chat.name ?? null,
      model: chat.model ?? null,
      systemPrompt: null,
      folder: chat.project?.name ?? null,
      pinned: chat.is_starred === true,
      archived: false,
      createdAt: fromIso(chat.created_at),
      messages,
      active: chat.current_leaf_message_uuid ?? messages.at(-1)?.key ?? null,
    }
    return Either.right({ _tag: "Chat", chat: imported })
  },
}
