import { tinykeys } from "tinykeys"

export interface Shortcut {
  /** As tinykeys reads it; `$mod` is Command on a Mac and Control elsewhere. */
  readonly keys: string
  readonly label: string
}

export const shortcuts = {
  search: { keys: "$mod+k", label: "Search chats and messages" },
  newChat: { keys: "$mod+Shift+O", label: "New chat" },
  sheet: { keys: "$mod+/", label: "Show keyboard shortcuts" },
  settings: { keys: "$mod+,", label: "Settings" },
  sidebar: { keys: "$mod+Shift+S", label: "Show or hide the sidebar" },
  composer: { keys: "Shift+Escape", label: "Go to the composer" },
  previous: { keys: "Alt+ArrowUp", label: "Previous chat" },
  next: { keys: "Alt+ArrowDown", label: "Next chat" },
} as const satisfies Record<string, Shortcut>

export type ShortcutName = keyof typeof shortcuts

/** Keys that act where the caret is. They are written where they are handled. */
export const localShortcuts: ReadonlyArray<Shortcut> = [
  { keys: "Enter", label: "Send the message" },
  { keys: "Shift+Enter", label: "New line" },
  { keys: "ArrowUp", label: "Edit your last message, in an empty composer" },
  { keys: "Escape", label: "Close what is open, or leave an edit" },
]

const isMac = /Mac|iP(?:hone|ad)/.test(navigator.userAgent)

const shown: Record<string, string> = {
  $mod: isMac ? "⌘" : "Ctrl",
  Shift: isMac ? "⇧" : "Shift",
  Alt: isMac ? "⌥" : "Alt",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
}

/** The keys as they are printed on the keyboard. */
export const printed = (keys: string): ReadonlyArray<string> =>
  keys.split("+").map((key) => shown[key] ?? (key.length === 1 ? key.toUpperCase() : key))

/** Listens until the returned function is called. */
export const listenToShortcuts = (actions: Record<ShortcutName, () => void>): (() => void) => {
  const handle = (run: () => void) => (event: KeyboardEvent) => {
    event.preventDefault()
    run()
  }
  return tinykeys(window, {
    [shortcuts.search.keys]: handle(actions.search),
    [shortcuts.newChat.keys]: handle(actions.newChat),
    [shortcuts.sheet.keys]: handle(actions.sheet),
    [shortcuts.settings.keys]: handle(actions.settings),
    [shortcuts.sidebar.keys]: handle(actions.sidebar),
    [shortcuts.composer.keys]: handle(actions.composer),
    [shortcuts.previous.keys]: handle(actions.previous),
    [shortcuts.next.keys]: handle(actions.next),
  })
}
