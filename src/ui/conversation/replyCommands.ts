import type { Reply } from "../../domain/assistant/Reply.ts"
import type { MessageId } from "../../domain/Ids.ts"
import type { MessageView } from "../data/messageOverlay.ts"

/** What can be done with a reply, or to get one. */
export interface ReplyCommands {
  /** Another version of a reply, or the first one to a message of the person's. */
  readonly ask: (message: MessageView) => void
  /** Once more, for one of which nothing has come. */
  readonly again: (reply: Reply) => void
  /** Goes on with one that broke off. */
  readonly resume: (messageId: MessageId) => void
  readonly stop: (messageId: MessageId) => void
  readonly dismiss: (messageId: MessageId) => void
}
