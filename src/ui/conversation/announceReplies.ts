import { createEffect, on, onCleanup } from "solid-js"
import type { Replies } from "../data/useReplies.ts"
import { spokenReply } from "../preferences/ways.ts"
import { announce } from "../shell/announce.ts"

/** Milliseconds between two signs of life for people who do not see the words appear. */
const every = 7_000

/** UTF-16 units of the beginning of a reply: the rest is read in the conversation. */
const beginning = 600

const said = (text: string): string => {
  if (text === "") return "Stopped"
  const how = spokenReply.chosen()
  if (how === "nothing") return "The reply is there"
  return how === "whole" ? text : text.slice(0, beginning)
}

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
          announce(failed ? "The reply failed" : said(text))
        }
      },
    ),
  )
}
