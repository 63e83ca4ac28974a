import type { Role } from "../../domain/Message.ts"

/** What is known of a message before its text is read. */
export interface Sized {
  readonly role: Role
  /** UTF-8 bytes of its text. */
  readonly bytes: number
}

export interface Budget {
  /** Tokens that the model reads at once, its reply included. */
  readonly contextTokens: number
  /** Tokens that a reply may have; undefined where nobody says. */
  readonly maxTokens: number | undefined
  /** UTF-8 bytes of the system prompt. */
  readonly systemBytes: number
}

/** Around each message: who speaks, and the marks between turns. */
const tokensPerTurn = 4

/**
 * About a token per four bytes of English, and per three or fewer of other languages, whose characters take more bytes:
 * https://help.openai.com/en/articles/4936856. Three is on the safe side.
 */
export const tokensOf = (bytes: number): number => Math.ceil(bytes / 3) + tokensPerTurn

/** What is left to the reply where nobody says how long it may be: a quarter, at most this many tokens. */
const usualReply = 2_048

/**
 * R1: how many of the messages are sent, from the newest backwards. They fit into the budget beside the system prompt
 * and the reply, none between them is left out, and the first of them is the person's. The newest is always sent: if it
 * alone is too long, the provider says so.
 *
 * @param messages the branch, newest first
 */
export const fitContext = (messages: ReadonlyArray<Sized>, budget: Budget): number => {
  const { contextTokens, maxTokens, systemBytes } = budget
  const reply = Math.min(maxTokens ?? usualReply, Math.floor(contextTokens / 4))
  let left = contextTokens - reply - (systemBytes === 0 ? 0 : tokensOf(systemBytes))
  let fitting = 0
  for (const { bytes } of messages) {
    left -= tokensOf(bytes)
    if (left < 0 && fitting > 0) break
    fitting += 1
  }
  // what answers something that is not sent makes no sense by itself
  while (fitting > 1 && fitting < messages.length && messages[fitting - 1]?.role !== "user") fitting -= 1
  return fitting
}
