/** A number of chats. */
const chats = (count: number) => (count === 1 ? "1 chat" : `${count} chats`)

export const folderWords = {
  menu: (folder: string) => `Folder ${folder}`,
  /** After the folder's name, for those who do not see what the number beside it counts. */
  counted: chats,
  newChat: "New chat here",
  rename: "Rename",
  remove: "Remove folder",
  select: "Select its chats",
  nameField: "Folder name",
  moveItem: "Move to folder…",
  moveTitle: (count: number) => (count === 1 ? "Move to a folder" : `Move ${chats(count)} to a folder`),
  moveField: "Folder",
  movePlaceholder: "Find a folder or name a new one",
  options: "Folders",
  none: "No folder",
  create: (name: string) => `New folder “${name}”`,
  inside: (folder: string) => `New chats begin in ${folder}`,
  leave: "Begin in no folder",
  moved: (count: number, folder: string | null) =>
    folder === null ? `${chats(count)} taken out of the folder` : `${chats(count)} moved to ${folder}`,
  renamed: (folder: string) => `Folder renamed to ${folder}`,
  removed: (folder: string) => `Folder ${folder} removed, its chats are in the list`,
}

export const selectionWords = {
  toolbar: "Selected chats",
  item: "Select",
  count: (count: number) => (count === 1 ? "1 selected" : `${count} selected`),
  hint: "Choose chats in the list",
  pin: "Pin",
  unpin: "Unpin",
  archive: "Archive",
  move: "Move to folder",
  export: "Export",
  remove: "Delete",
  done: "Done",
  pinned: (count: number) => `${chats(count)} pinned`,
  unpinned: (count: number) => `${chats(count)} unpinned`,
  archived: (count: number) => `${chats(count)} archived`,
  deleted: (count: number) => `${chats(count)} moved to the trash`,
  exported: (name: string) => `${name} is in your downloads`,
}
