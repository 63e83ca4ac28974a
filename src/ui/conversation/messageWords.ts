export const moreActions = "More actions"
export const quoteMessage = "Quote"
export const copyAsText = "Copy as text"
export const forkFromHere = "Fork chat from here"

/** Characters of a title that a copy keeps: with what comes to them, a title may be as long. */
const keptTitle = 240

/** The title of a copy of a chat up to one of its messages. */
export const forkTitle = (title: string): string => `${Array.from(title).slice(0, keptTitle).join("")} (fork)`

export const forked = "This is a copy up to that message"
