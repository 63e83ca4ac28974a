import { Array as Arrays, Order } from "effect"
import type { Message } from "../../domain/Message.ts"

const byMaking = Order.combine(
  Order.mapInput(Order.number, ({ createdAt }: Message) => createdAt),
  Order.mapInput(Order.string, ({ id }: Message) => id),
)

/** Messages of one chat, of which some answer a message that is lost: those answer the one written before them. */
const knitChat = (messages: ReadonlyArray<Message>): ReadonlyArray<Message> => {
  const sorted = Arrays.sort(messages, byMaking)
  const parents = new Map(sorted.map(({ id, parentId }) => [id, parentId]))
  const isAbove = (id: Message["id"], below: Message["id"] | null): boolean => {
    const seen = new Set<string>()
    for (let at = below; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      if (at === id) return true
      seen.add(at)
    }
    return false
  }
  for (const [index, { id, parentId }] of sorted.entries()) {
    if (parentId === null || parents.has(parentId)) continue
    const before = sorted[index - 1]?.id ?? null
    // clocks differ: what was written before it may still be an answer to it
    parents.set(id, isAbove(id, before) ? null : before)
  }
  const known = new Map(sorted.map((message) => [message.id, message]))
  const knitted = new Map<string, Message>()
  for (const message of sorted) {
    const above = new Map<string, Message>()
    for (let at: Message | undefined = message; at !== undefined && !knitted.has(at.id);) {
      const parentId: Message["parentId"] = parents.get(at.id) ?? null
      // noise may read as a circle
      const isEnd: boolean = parentId === null || parentId === message.id || above.has(parentId)
      above.set(at.id, { ...at, parentId: isEnd ? null : parentId })
      at = parentId === null || isEnd ? undefined : known.get(parentId)
    }
    for (const it of [...above.values()].toReversed()) knitted.set(it.id, it)
  }
  return [...knitted.values()]
}

/**
 * What was read of the trees of messages, as whole trees: every message answers one that is there, or none, and comes
 * after it.
 */
export const knit = (messages: ReadonlyArray<Message>): ReadonlyArray<Message> =>
  Object.values(Arrays.groupBy(messages, ({ chatId }) => chatId)).flatMap(knitChat)
