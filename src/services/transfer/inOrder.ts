import type { ImportedMessage } from "./ImportedChat.ts"

/** The nearest message above that says something. */
const aboveOf = (byKey: ReadonlyMap<string, ImportedMessage>, message: ImportedMessage): string | null => {
  const seen = new Set([message.key])
  for (let key = message.parent; key !== null && !seen.has(key);) {
    seen.add(key)
    const above = byKey.get(key)
    if (above === undefined) return null
    if (above.content.trim() !== "") return key
    key = above.parent
  }
  return null
}

/**
 * The messages that say something, each after the one that it answers, and the branch that is shown last, so that
 * whoever adds them in this order ends where the chat is to be read on. What is empty is left out, and what answers
 * nothing that is there begins a branch of its own. A circle is cut.
 *
 * @param active the last message of the branch that is shown
 */
export const inOrder = (
  messages: ReadonlyArray<ImportedMessage>,
  active: string | null,
): ReadonlyArray<ImportedMessage> => {
  const byKey = new Map(messages.map((message) => [message.key, message]))
  const speaking = [...byKey.values()].filter(({ content }) => content.trim() !== "")
  const parents = new Map(speaking.map((message) => [message.key, aboveOf(byKey, message)]))

  const shown = new Set<string>()
  for (let key = active; key !== null && !shown.has(key);) {
    shown.add(key)
    // also through what is left out
    key = byKey.get(key)?.parent ?? null
  }

  const children = new Map<string | null, Array<ImportedMessage>>()
  for (const message of speaking) {
    const parent = parents.get(message.key) ?? null
    children.set(parent, [...(children.get(parent) ?? []), message])
  }
  const ordered: Array<ImportedMessage> = []
  const done = new Set<string>()
  const addBelow = (first: ReadonlyArray<ImportedMessage>) => {
    const open = [...first]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (done.has(next.key)) continue
      done.add(next.key)
      const parent = parents.get(next.key) ?? null
      ordered.push({ ...next, parent: parent !== null && done.has(parent) ? parent : null })
      open.push(...shownFirst(children.get(next.key) ?? []))
    }
  }
  /** On a stack: what is put there first is taken last. */
  const shownFirst = (siblings: ReadonlyArray<ImportedMessage>) => [
    ...siblings.filter(({ key }) => shown.has(key)),
    ...siblings.filter(({ key }) => !shown.has(key)).toReversed(),
  ]
  addBelow(shownFirst(children.get(null) ?? []))
  for (const message of speaking) if (!done.has(message.key)) addBelow([message])
  return ordered
}
