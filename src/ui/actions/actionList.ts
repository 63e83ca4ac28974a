export const actionGroups = ["general", "chats", "conversation", "message", "settings"] as const
export type ActionGroup = (typeof actionGroups)[number]

interface ActionInfo {
  readonly group: ActionGroup
  /** As tinykeys reads it; `$mod` is Command on a Mac and Control elsewhere. Null: none until a person gives it one. */
  readonly keys: string | null
  /** Where its keys are heard: on the whole page, or only while a message has the focus. */
  readonly scope: "page" | "message"
}

const onPage = (group: ActionGroup, keys: string | null = null): ActionInfo => ({
  group,
  keys,
  scope: "page",
})
const onMessage = (keys: string): ActionInfo => ({ group: "message", keys, scope: "message" })

/** Everything that a person can tell the page to do, once. The keys are the usual ones; a person may change them. */
export const actions = {
  palette: onPage("general", "$mod+k"),
  newChat: onPage("general", "$mod+Shift+o"),
  shortcuts: onPage("general", "$mod+/"),
  settings: onPage("general", "$mod+,"),
  sidebar: onPage("general", "$mod+Shift+s"),
  composer: onPage("general", "Shift+Escape"),
  nextRegion: onPage("general", "F6"),
  previousRegion: onPage("general", "Shift+F6"),
  syncNow: onPage("general"),
  lightTheme: onPage("general"),
  darkTheme: onPage("general"),
  systemTheme: onPage("general"),

  previousChat: onPage("chats", "Alt+ArrowUp"),
  nextChat: onPage("chats", "Alt+ArrowDown"),
  selectChats: onPage("chats"),
  renameChat: onPage("chats"),
  pinChat: onPage("chats"),
  archiveChat: onPage("chats"),
  moveChat: onPage("chats"),
  deleteChat: onPage("chats", "$mod+Shift+Backspace"),

  searchHere: onPage("conversation", "$mod+Shift+f"),
  modelPicker: onPage("conversation", "$mod+Shift+m"),
  systemPrompt: onPage("conversation"),
  copyAnswer: onPage("conversation", "$mod+Shift+c"),
  copyCode: onPage("conversation", "$mod+Shift+Semicolon"),
  stopReply: onPage("conversation"),
  nextMessage: onPage("conversation", "j"),
  previousMessage: onPage("conversation", "k"),

  editMessage: onMessage("e"),
  regenerate: onMessage("r"),
  copyMessage: onMessage("c"),
  deleteMessage: onMessage("Delete"),
  previousVersion: onMessage("ArrowLeft"),
  nextVersion: onMessage("ArrowRight"),

  settingsAccount: onPage("settings"),
  settingsSync: onPage("settings"),
  settingsProviders: onPage("settings"),
  settingsShortcuts: onPage("settings"),
  settingsData: onPage("settings"),
  settingsArchived: onPage("settings"),
  settingsTrash: onPage("settings"),
  settingsAbout: onPage("settings"),
  settingsDebug: onPage("settings"),
} as const satisfies Record<string, ActionInfo>

export type ActionId = keyof typeof actions

const isActionId = (id: string): id is ActionId => Object.hasOwn(actions, id)

/** In the order in which they are listed. */
export const actionIds: ReadonlyArray<ActionId> = Object.keys(actions).filter(isActionId)
