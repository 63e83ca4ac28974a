import type { ActionGroup, ActionId } from "./actionList.ts"
import type { KeyProblem } from "./bindings.ts"

/** What each action is called: in the palette, in the list of shortcuts and in the settings. */
export const actionNames: Readonly<Record<ActionId, string>> = {
  palette: "Search and commands",
  newChat: "New chat",
  shortcuts: "Show keyboard shortcuts",
  settings: "Settings",
  sidebar: "Show or hide the sidebar",
  composer: "Go to the composer",
  nextRegion: "Go to the next part of the page",
  previousRegion: "Go to the part of the page before",
  syncNow: "Sync now",
  lightTheme: "Light theme",
  darkTheme: "Dark theme",
  systemTheme: "Theme of the system",

  previousChat: "Previous chat",
  nextChat: "Next chat",
  selectChats: "Select chats",
  renameChat: "Rename this chat",
  pinChat: "Pin or unpin this chat",
  archiveChat: "Archive or unarchive this chat",
  moveChat: "Move this chat to a folder",
  deleteChat: "Delete this chat",

  searchHere: "Search in this chat",
  modelPicker: "Choose the model",
  systemPrompt: "System prompt of this chat",
  copyAnswer: "Copy the last answer",
  copyCode: "Copy the last block of code",
  stopReply: "Stop the reply",
  nextMessage: "Next message",
  previousMessage: "Previous message",

  editMessage: "Edit the message",
  regenerate: "Ask for another reply",
  copyMessage: "Copy the message",
  deleteMessage: "Delete the message",
  previousVersion: "Previous version of the message",
  nextVersion: "Next version of the message",

  settingsAccount: "Settings: Account",
  settingsSync: "Settings: Sync",
  settingsProviders: "Settings: Providers",
  settingsShortcuts: "Settings: Shortcuts",
  settingsData: "Settings: Data",
  settingsArchived: "Archived chats",
  settingsTrash: "Trash",
  settingsAbout: "Settings: About",
  settingsDebug: "Settings: Debug",
}

export const groupNames: Readonly<Record<ActionGroup, string>> = {
  general: "Everywhere",
  chats: "Chats",
  conversation: "In a conversation",
  message: "On a message that has the focus",
  settings: "Settings",
}

/** Keys that act where the caret is, and cannot be changed. */
export const fixedKeys: ReadonlyArray<{ readonly keys: string; readonly name: string }> = [
  { keys: "Enter", name: "Send the message" },
  { keys: "Shift+Enter", name: "New line" },
  { keys: "ArrowUp", name: "Edit your last message, in an empty composer" },
  { keys: "ArrowDown", name: "Next message, from one that has the focus" },
  { keys: "Escape", name: "Close what is open, stop the reply from the composer, or leave an edit" },
]
export const fixedKeysName = "Always"

export const shortcutWords = {
  title: "Keyboard shortcuts",
  hint: "Everything can be done without a mouse. These keys are kept on this device.",
  change: "Change the keys",
  record: (name: string) => `Change the key of “${name}”`,
  recording: "Press the new keys, or Esc to leave it as it is",
  none: "None",
  remove: (name: string) => `Take the key from “${name}”`,
  reset: (name: string) => `Give “${name}” its usual key again`,
  resetAll: "Give all actions their usual keys",
  didReset: "All actions have their usual keys again",
  changed: (name: string, keys: string) => `“${name}” is on ${keys} now`,
  removed: (name: string) => `“${name}” has no key now`,
  single: "Keys without Ctrl, Alt or ⌘",
  singleHint:
    "Single letters such as J, K and E act while no text field has the focus. Speech input and screen readers can press them by mistake.",
  clash: (other: string) => `Also the key of “${other}”. Only one of them can have it.`,
  takeOver: "Use it here",
  keep: "Leave it there",
}

export const keyProblems: Readonly<Record<KeyProblem, string>> = {
  reserved: "This key is needed to write and to move around.",
  browser: "The browser keeps this key for itself.",
}
