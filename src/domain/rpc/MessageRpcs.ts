import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { NotFound } from "../errors/InputErrors.ts"
import { ChatId, MessageId } from "../Ids.ts"
import type { MessageWindow } from "../Message.ts"
import { CallError } from "./CallError.ts"
import { trusted } from "./trusted.ts"

const span = Schema.Int.pipe(Schema.between(0, 5_000))

export class MessageRpcs extends RpcGroup.make(
  /** The active branch around a message, or at its end when none is named. */
  Rpc.make("watch", {
    payload: {
      chatId: ChatId,
      anchor: Schema.NullOr(MessageId),
      /** How many messages before the anchor; at the end of the branch, how many in all. */
      before: span,
      after: span,
    },
    success: trusted<MessageWindow>(),
    error: CallError,
    stream: true,
  }),
  /** Shows another version of a turn, and what followed that version. Kept on this device. */
  Rpc.make("selectSibling", {
    payload: { messageId: MessageId, offset: Schema.Literal(-1, 1) },
    error: Schema.Union(NotFound, CallError),
  }),
  /** Makes the branch of a message the one that is shown and written to: after a jump from the search. */
  Rpc.make("activate", {
    payload: { messageId: MessageId },
    error: Schema.Union(NotFound, CallError),
  }),
).prefix("messages.") {}
