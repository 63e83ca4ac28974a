import { createSignal } from "solid-js"
import type { ChatId } from "../../domain/Ids.ts"

const [selected, setSelected] = createSignal<ReadonlySet<ChatId> | null>(null)
/** From where a range goes on. */
let anchor: ChatId | null = null

/** Whether the list is there to choose from instead of to open. */
export const isSelecting = (): boolean => selected() !== null

export const isSelected = (id: ChatId): boolean => selected()?.has(id) ?? false

export const selectedIds = (): ReadonlyArray<ChatId> => [...(selected() ?? [])]

export const startSelecting = (ids: ReadonlyArray<ChatId> = []): void => {
  anchor = ids.at(-1) ?? null
  setSelected(new Set(ids))
}

export const endSelecting = (): void => {
  anchor = null
  setSelected(null)
}

export const toggleSelected = (id: ChatId): void => {
  anchor = id
  const next = new Set(selected())
  if (!next.delete(id)) next.add(id)
  setSelected(next)
}

/** Everything from what was chosen last to this one, as the list has it from top to bottom. */
export const selectRange = (id: ChatId, listed: ReadonlyArray<ChatId>): void => {
  const [from, to] = [anchor === null ? -1 : listed.indexOf(anchor), listed.indexOf(id)]
  if (from === -1 || to === -1) return toggleSelected(id)
  setSelected(new Set([...selectedIds(), ...listed.slice(Math.min(from, to), Math.max(from, to) + 1)]))
}
