import { Effect } from "effect"
import type { MessageId } from "../../domain/Ids.ts"
import type { MessageWindow } from "../../domain/Message.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { Branches } from "./Branches.ts"
import { MessageWindows, type WindowQuery } from "./MessageWindows.ts"

/** Messages as a page watches them, and the choice of the branch that it shows. */
export class Messages extends Effect.Service<Messages>()("openchat/Messages", {
  effect: Effect.gen(function* () {
    const live = yield* LiveQueries
    const windows = yield* MessageWindows
    const branches = yield* Branches

    const selectSibling = Effect.fn("Messages.selectSibling")(function* (choice: {
      readonly messageId: MessageId
      readonly offset: -1 | 1
    }) {
      const chatId = yield* branches.selectSibling(choice.messageId, choice.offset)
      yield* live.invalidate([`messages:${chatId}`])
    })

    const activate = Effect.fn("Messages.activate")(function* ({
      messageId,
    }: {
      readonly messageId: MessageId
    }) {
      const chatId = yield* branches.activate(messageId)
      yield* live.invalidate([`messages:${chatId}`])
    })

    const watch = (query: WindowQuery): LiveQuery<MessageWindow> => ({
      keys: [`messages:${query.chatId}`],
      run: windows.read(query),
    })

    return { watch, selectSibling, activate } as const
  }),
}) {}
