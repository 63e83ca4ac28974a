import { Either, Predicate, Schema } from "effect"
import { Prompt } from "../../../domain/assistant/Prompt.ts"
import { Chat } from "../../../domain/Chat.ts"
import { MessageId } from "../../../domain/Ids.ts"
import { Message } from "../../../domain/Message.ts"
import type { Format, Piece } from "../ImportedChat.ts"

/** Raised when a reader of the version before would lose something. */
export const exportVersion = 1

export const exportFormat = "openchat-export"

export const ManifestLine = Schema.Struct({
  format: Schema.Literal(exportFormat),
  version: Schema.Int,
  /** Whose chats they are: somebody else gets them under other ids. */
  person: Schema.optional(Schema.String),
})

/** A line of `chats.jsonl`. */
export const ChatLine = Schema.Struct({
  kind: Schema.Literal("chat"),
  ...Chat.pick("id", "title", "model", "systemPrompt", "folder", "pinned", "archived", "createdAt").fields,
  /** The last message of the branch that is shown. */
  activeId: Schema.NullOr(MessageId),
})
export type ChatLine = typeof ChatLine.Type

/** A line of `messages.jsonl`. */
export const MessageLine = Schema.Struct({
  kind: Schema.Literal("message"),
  ...Message.pick("id", "chatId", "parentId", "edits", "role", "content", "status", "model", "createdAt")
    .fields,
})
export type MessageLine = typeof MessageLine.Type

/** A line of `prompts.jsonl`. */
export const PromptLine = Schema.Struct({ kind: Schema.Literal("prompt"), ...Prompt.fields })

const Line = Schema.Union(ChatLine, MessageLine, PromptLine)

const decodeLine = Schema.decodeUnknownEither(Line)
const decodeManifest = Schema.decodeUnknownEither(ManifestLine)

const kinds: ReadonlyArray<unknown> = ["chat", "message", "prompt"]

const pieceOf = (line: typeof Line.Type): Piece => {
  switch (line.kind) {
    case "chat": {
      const { activeId, id, kind: _kind, ...chat } = line
      return { _tag: "Head", chat: { ...chat, source: "openchat", key: id, messages: [], active: activeId } }
    }
    case "message": {
      const { chatId, id, kind: _kind, parentId, ...message } = line
      return { _tag: "Message", chat: chatId, message: { ...message, key: id, parent: parentId } }
    }
    case "prompt": {
      const { kind: _kind, ...prompt } = line
      return { _tag: "Prompt", prompt }
    }
  }
}

const isManifest = (item: unknown) => Predicate.isRecord(item) && item["format"] === exportFormat

/** Our own export: docs/export-format.md. */
export const ownFormat: Format = {
  recognizes: (item) =>
    isManifest(item) || (Predicate.isRecord(item) && kinds.includes(item["kind"]) && "id" in item),
  pieceIn: (item) => {
    if (isManifest(item)) {
      return Either.flatMap(
        Either.mapLeft(decodeManifest(item), () => "broken" as const),
        (manifest) =>
          manifest.version > exportVersion
            ? Either.left("too-new" as const)
            : Either.right<Piece>({ _tag: "Manifest", person: manifest.person ?? null }),
      )
    }
    return Either.mapBoth(decodeLine(item), { onLeft: () => "broken" as const, onRight: pieceOf })
  },
}
