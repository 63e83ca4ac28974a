import type { Either } from "effect"
import type { Prompt } from "../../domain/assistant/Prompt.ts"
import type { MessageStatus, Role } from "../../domain/Message.ts"
import type { ImportSource, SkipReason } from "../../domain/transfer/Import.ts"

/** A message as a file has it: what the formats have in common, before it is made to fit. */
export interface ImportedMessage {
  /** What names it within its chat. */
  readonly key: string
  /** What it answers; null for a first one. It may name what is not there. */
  readonly parent: string | null
  readonly role: Role
  /** Empty if there is nothing to show: what follows it then follows what it follows. */
  readonly content: string
  readonly status: MessageStatus
  /** The message that it is a new wording of. */
  readonly edits?: string | null
  readonly model: string | null
  /** Milliseconds since 1970; null if the file does not say. */
  readonly createdAt: number | null
}

/** A chat as a file has it. */
export interface ImportedChat {
  readonly source: ImportSource
  /** What names it among the chats of its source. */
  readonly key: string
  readonly title: string | null
  readonly model: string | null
  readonly systemPrompt: string | null
  readonly folder: string | null
  readonly pinned: boolean
  readonly archived: boolean
  readonly createdAt: number | null
  /** In the order of the file. */
  readonly messages: ReadonlyArray<ImportedMessage>
  /** The last message of the branch that is shown; null for the newest. */
  readonly active: string | null
}

/** What an item of a file is. */
export type Piece =
  | { readonly _tag: "Chat"; readonly chat: ImportedChat }
  /** A chat whose messages come after all chats. */
  | { readonly _tag: "Head"; readonly chat: ImportedChat }
  | { readonly _tag: "Message"; readonly chat: string; readonly message: ImportedMessage }
  | { readonly _tag: "Prompt"; readonly prompt: Prompt }
  /** Whose the chats are that follow. */
  | { readonly _tag: "Manifest"; readonly person: string | null }

/** What a source calls a chat, by its shape. */
export interface Format {
  readonly recognizes: (item: unknown) => boolean
  /** Of an item that it recognizes. Never throws. */
  readonly pieceIn: (item: unknown) => Either.Either<Piece, SkipReason>
}
