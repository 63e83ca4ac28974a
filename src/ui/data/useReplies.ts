import { type Accessor, createEffect, createMemo, createSignal, mapArray } from "solid-js"
import { createStore } from "solid-js/store"
import type { Reply } from "../../domain/assistant/Reply.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import { follow } from "../client/runtime.ts"
import { followShown } from "./problems.ts"

/** What has arrived of a reply that is being written. */
interface Arrived {
  readonly text: string
  readonly thinking: string
}

export interface Replies {
  /** Those that run, or of which there is something to say. */
  readonly all: Accessor<ReadonlyArray<Reply>>
  readonly of: (messageId: MessageId) => Reply | undefined
  /** The one that runs. */
  readonly running: Accessor<Reply | undefined>
  readonly arrived: (messageId: MessageId) => Arrived | undefined
}

export const isRunning = ({ state }: Pick<Reply, "state">): boolean =>
  state === "waiting" || state === "streaming"

const nothing: Arrived = { text: "", thinking: "" }

/** The replies of a chat, and their texts as they are written. */
export const useReplies = (chatId: ChatId): Replies => {
  const [all, setAll] = createSignal<ReadonlyArray<Reply>>([])
  // what has arrived stays here when the reply ends: its message comes with an answer of its own
  const [texts, setTexts] = createStore<Record<MessageId, Arrived>>({})

  followShown((client) => client.replies.watch({ chatId }, { asMailbox: true }), setAll)
  const running = createMemo(() => all().filter(isRunning))
  const ids = createMemo(() => running().map(({ messageId }) => messageId))
  const followed = mapArray(ids, (messageId) =>
    follow(
      (client) => client.replies.follow({ messageId }, { asMailbox: true }),
      ({ from, text, thinking }) =>
        setTexts(messageId, (known = nothing) => ({
          text: known.text.slice(0, from) + text,
          thinking: (from === 0 ? "" : known.thinking) + thinking,
        })),
    ),
  )
  createEffect(followed)

  const byId = createMemo(() => new Map(all().map((reply) => [reply.messageId, reply])))
  return {
    all,
    of: (messageId) => byId().get(messageId),
    running: createMemo(() => running().at(-1)),
    arrived: (messageId) => texts[messageId],
  }
}
