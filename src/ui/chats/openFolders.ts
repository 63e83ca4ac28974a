import { createSignal } from "solid-js"

const key = "openchat:folders"

const stored = (): ReadonlySet<string> => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]")
    return new Set(Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [])
  } catch {
    return new Set()
  }
}

const [open, setOpen] = createSignal(stored())

export const isFolderOpen = (name: string): boolean => open().has(name)

/** Which folders show their chats is kept on this device. */
export const setFolderOpen = (name: string, shows: boolean): void => {
  const next = new Set(open())
  if (shows) next.add(name)
  else next.delete(name)
  setOpen(next)
  try {
    localStorage.setItem(key, JSON.stringify([...next]))
  } catch {
    // it is only not remembered
  }
}
