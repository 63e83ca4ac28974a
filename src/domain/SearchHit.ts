import type { ChatId, MessageId } from "./Ids.ts"

/** A piece of a snippet; the pieces in order are the text. */
export interface SnippetPart {
  readonly text: string
  readonly match: boolean
}

export interface SearchHit {
  readonly chatId: ChatId
  /** Null when the chat's title matched. */
  readonly messageId: MessageId | null
  readonly title: string
  readonly snippet: ReadonlyArray<SnippetPart>
  readonly archived: boolean
  /** Whether the chat is in the trash. */
  readonly deleted: boolean
  /** Milliseconds since 1970. */
  readonly createdAt: number
}
