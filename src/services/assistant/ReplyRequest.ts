import type { Reply } from "../../domain/assistant/Reply.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"

/** What a page names a reply by. The page makes the id, so that asking twice asks once. */
export interface ReplyRequest {
  readonly chatId: ChatId
  readonly messageId: MessageId
  /** What is answered. */
  readonly parentId: MessageId
}

/** Of which nothing has come yet. @param startedAt milliseconds since 1970 */
export const replyTo = (request: ReplyRequest, model: string | null, startedAt: number): Reply => ({
  ...request,
  state: "waiting",
  model,
  error: null,
  cut: 0,
  retryAt: null,
  startedAt,
})
