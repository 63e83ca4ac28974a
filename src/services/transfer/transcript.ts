import type { ExportedChat, ExportedMessage } from "./ChatReader.ts"

/** A stretch of a chat that is read from its first to its last message. */
export interface Stretch {
  /** Null for the branch that is shown; else what its first message answers. */
  readonly after: ExportedMessage | null
  readonly isShown: boolean
  readonly messages: ReadonlyArray<ExportedMessage>
}

/**
 * A chat as one reads it: the branch that is shown, and after it every other one from where it leaves what was read
 * before.
 */
export const transcript = (
  { activeId, messages }: ExportedChat,
  branches: boolean,
): ReadonlyArray<Stretch> => {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const above = (id: ExportedMessage["parentId"]) => (id === null ? undefined : byId.get(id))
  const read = new Set<string>()
  /** From the leaf up to what was read. */
  const stretchTo = (leaf: ExportedMessage, isShown: boolean): Stretch => {
    const path: Array<ExportedMessage> = []
    let at: ExportedMessage | undefined = leaf
    for (; at !== undefined && !read.has(at.id); at = above(at.parentId)) {
      read.add(at.id)
      path.push(at)
    }
    return { after: at ?? null, isShown, messages: path.toReversed() }
  }
  const parents = new Set(messages.map(({ parentId }) => parentId))
  const leaves = messages.filter(({ id }) => !parents.has(id))
  const active = above(activeId) ?? leaves.at(-1)
  if (active === undefined) return []
  const shown = stretchTo(active, true)
  if (!branches) return [shown]
  return [shown, ...leaves.filter(({ id }) => !read.has(id)).map((leaf) => stretchTo(leaf, false))]
}
