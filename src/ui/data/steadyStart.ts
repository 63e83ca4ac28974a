import type { MessageId } from "../../domain/Ids.ts"
import type { MessageWindow } from "../../domain/Message.ts"

interface Asked {
  readonly anchor: MessageId | null
  /** How many messages are to be shown before the anchor, or at the end of the branch in all. */
  readonly before: number
}

export interface Shown {
  readonly window: MessageWindow
  /** Rows that were received and are not shown. */
  readonly spare: number
}

/**
 * Keeps the first row that is shown. A query for the last messages loses its first one whenever one is added, and
 * everything that somebody reads would move up by a row; so more are asked for than are shown, and the start of
 * what is shown only moves when more is wanted.
 *
 * @param recent what is shown before the first answer
 */
export const makeSteadyStart = (recent: MessageWindow | undefined) => {
  let first = recent?.messages[0]?.id
  let placed: Asked | undefined
  return (received: MessageWindow, asked: Asked): Shown => {
    const { messages } = received
    const wanted = asked.anchor === null ? Math.max(messages.length - asked.before, 0) : 0
    const known = messages.findIndex(({ id }) => id === first)
    const moved = placed !== undefined && (placed.anchor !== asked.anchor || placed.before !== asked.before)
    const spare = moved || known === -1 ? wanted : known
    placed = asked
    first = messages[spare]?.id
    return {
      window: { ...received, messages: messages.slice(spare), hasOlder: received.hasOlder || spare > 0 },
      spare,
    }
  }
}
