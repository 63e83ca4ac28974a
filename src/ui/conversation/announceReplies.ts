import { createEffect, on, onCleanup } from "solid-js"
import type { Replies } from "../data/useReplies.ts"
import { announce } from "../shell/announce.ts"

/** Milliseconds between two signs of life for people who do not see the words appear. */
const every = 7_000

/** UTF-16 units of a reply that are spoken when it has ended: the rest is read in the conversation. */
const spoken = 600

/** Tells people who do not see the screen how a reply stands, and once what it says. */
export const announceReplies = (replies: Replies): void => {
  createEffect(
    on(
      () => replies.running()?.messageId,
      (messageId, before) => {
        if (messageId !== undefined) {
          announce("Waiting for the reply")
          const timer = setInterval(() => announce("Still answering"), every)
          onCleanup(() => clearInterval(timer))
        } else if (before !== undefined && before !== null) {
          const failed = replies.of(before)?.state === "failed"
          const text = replies.arrived(before)?.text ?? ""
          announce(failed ? "The reply failed" : text === "" ? "Stopped" : text.slice(0, spoken))
        }
      },
    ),
  )
}
