import type { ChatPatch, ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import { deleteChats, restoreChats, updateChats } from "../data/chatActions.ts"
import { askForFolder, askForRows } from "../data/chatRows.ts"
import { showFailure, showUndo } from "../shell/toasts.ts"
import { folderWords, selectionWords } from "./folderWords.ts"

type Rows = ReadonlyArray<ChatRow>

/** One transaction, and one undo that gives each chat what it had. */
const change = (rows: Rows, patch: ChatPatch, before: (row: ChatRow) => ChatPatch, said: string) => {
  if (rows.length === 0) return
  updateChats(
    rows.map(({ id }) => ({ id, patch })),
    showFailure,
  )
  showUndo(said, () =>
    updateChats(
      rows.map((row) => ({ id: row.id, patch: before(row) })),
      showFailure,
    ),
  )
}

const move = (rows: Rows, folder: string | null, said: (count: number) => string) => {
  const moving = rows.filter((row) => row.folder !== folder)
  change(moving, { folder }, (row) => ({ folder: row.folder }), said(moving.length))
}

/** @param folder null takes them out of theirs */
export const moveAll = (chatIds: ReadonlyArray<ChatId>, folder: string | null): void =>
  askForRows(chatIds, (rows) => move(rows, folder, (count) => folderWords.moved(count, folder)), showFailure)

export const renameFolder = (folder: string, name: string): void => {
  const wanted = name.trim()
  if (wanted === "" || wanted === folder) return
  askForFolder(folder, (rows) => move(rows, wanted, () => folderWords.renamed(wanted)), showFailure)
}

/** A folder is there for as long as a chat is in it: without it they are all in the list. */
export const removeFolder = (folder: string): void =>
  askForFolder(folder, (rows) => move(rows, null, () => folderWords.removed(folder)), showFailure)

/** Pins them, or takes the pins off where all have one. */
export const pinAll = (chatIds: ReadonlyArray<ChatId>): void =>
  askForRows(
    chatIds,
    (rows) => {
      const pinned = rows.some((row) => !row.pinned)
      const changing = rows.filter((row) => row.pinned !== pinned)
      const said = pinned ? selectionWords.pinned : selectionWords.unpinned
      change(changing, { pinned }, () => ({ pinned: !pinned }), said(changing.length))
    },
    showFailure,
  )

export const archiveAll = (chatIds: ReadonlyArray<ChatId>): void =>
  askForRows(
    chatIds,
    (rows) => {
      const changing = rows.filter((row) => !row.archived)
      change(
        changing,
        { archived: true },
        () => ({ archived: false }),
        selectionWords.archived(changing.length),
      )
    },
    showFailure,
  )

/** To the trash. */
export const deleteAll = (chatIds: ReadonlyArray<ChatId>): void =>
  askForRows(
    chatIds,
    (rows) => {
      const gone = rows.filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id)
      if (gone.length === 0) return
      deleteChats(gone, showFailure)
      showUndo(selectionWords.deleted(gone.length), () => restoreChats(gone, showFailure))
    },
    showFailure,
  )
