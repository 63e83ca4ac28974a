import { TabId } from "../../src/domain/Draft.ts"
import { ChatId, EventId, MessageId, timeOrderedId } from "../../src/domain/Ids.ts"

const made = (kind: string, n: number, time: number) =>
  timeOrderedId(time, `${kind}${String(n).padStart(13, "0")}`)

/** The n-th id of a test. Ids of one time sort by n, others by their time. */
export const chatIdOf = (n: number, time = 0) => ChatId.make(made("c", n, time))
export const messageIdOf = (n: number, time = 0) => MessageId.make(made("m", n, time))
export const eventIdOf = (n: number, time = 0) => EventId.make(made("e", n, time))

export const tabOf = (n: number) => TabId.make(`tab-${n}`)
