import { preference } from "./preference.ts"

/** Which key sends; the other one begins a new line. */
export const sendKey = preference("send-key", ["enter", "mod-enter"])

/**
 * What a conversation does while a reply is written: keeps the question at the top while the reply fills the page below
 * it, follows the newest words, or never moves by itself.
 */
export const scrolling = preference("scrolling", ["question", "follow", "still"])

/** How much of a reply a screen reader says when it is there. */
export const spokenReply = preference("spoken-reply", ["beginning", "whole", "nothing"])
