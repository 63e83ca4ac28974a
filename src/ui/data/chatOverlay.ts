import type { ChatRow } from "../../domain/Chat.ts"
import { ChatId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import type { ChatShelf } from "../../domain/rpc/ChatRpcs.ts"
import type { Change } from "./changes.ts"

type Rows = ReadonlyArray<ChatRow>

const created = (mutation: Extract<MutationInput, { _tag: "CreateChat" }>, at: number): ChatRow => ({
  id: ChatId.make(mutation.chatId),
  title: mutation.title,
  model: mutation.model ?? null,
  systemPrompt: mutation.systemPrompt ?? null,
  folder: mutation.folder ?? null,
  pinned: false,
  archived: false,
  createdAt: mutation.createdAt ?? at,
  activeAt: mutation.createdAt ?? at,
  deletedAt: null,
})

type Folder = string | null | undefined

/** The rule is that of the worker: a pinned chat is listed under the pinned ones alone. */
const isIn = (row: ChatRow, folder: Folder) => {
  if (folder === undefined) return true
  return folder === null ? row.folder === null || row.pinned : row.folder === folder && !row.pinned
}

const belongs = (row: ChatRow, shelf: ChatShelf, folder: Folder) =>
  isIn(row, folder) &&
  (shelf === "trash"
    ? row.deletedAt !== null
    : row.deletedAt === null && row.archived === (shelf === "archived"))

const applied = (row: ChatRow, mutation: MutationInput, at: number): ChatRow => {
  if (!("chatId" in mutation) || mutation.chatId !== row.id) return row
  switch (mutation._tag) {
    case "UpdateChat":
      return { ...row, ...mutation.patch }
    case "DeleteChat":
      return { ...row, deletedAt: at }
    case "RestoreChat":
      return { ...row, deletedAt: null }
    case "AddMessage":
      return { ...row, activeAt: Math.max(row.activeAt, mutation.createdAt ?? at) }
    default:
      return row
  }
}

const byShelfOrder = (shelf: ChatShelf) => (a: ChatRow, b: ChatRow) =>
  shelf === "trash"
    ? (b.deletedAt ?? 0) - (a.deletedAt ?? 0)
    : Number(b.pinned) - Number(a.pinned) || b.activeAt - a.activeAt || (a.id < b.id ? 1 : -1)

const changedRows = (live: Rows, changes: ReadonlyArray<Change>): Rows => {
  let rows = live
  for (const { at, mutations, state } of changes) {
    if (state === "failed" && !mutations.some((it) => it._tag === "CreateChat")) continue
    for (const mutation of mutations) {
      if (mutation._tag === "CreateChat" && !rows.some(({ id }) => id === mutation.chatId)) {
        rows = [...rows, created(mutation, at)]
      } else {
        rows = rows.map((row) => applied(row, mutation, at))
      }
    }
  }
  return rows
}

/** The rows of a list with the changes that they do not show yet. */
export const overlayChats = (
  live: Rows,
  changes: ReadonlyArray<Change>,
  shelf: ChatShelf,
  folder?: string | null,
): Rows =>
  changes.length === 0
    ? live
    : changedRows(live, changes)
        .filter((row) => belongs(row, shelf, folder))
        .sort(byShelfOrder(shelf))

/** One chat with the changes that it does not show yet. */
export const overlayChat = (
  live: ChatRow | null,
  id: ChatId,
  changes: ReadonlyArray<Change>,
): ChatRow | null => changedRows(live === null ? [] : [live], changes).find((row) => row.id === id) ?? null

/** The worker reads its own clock a little later, or earlier when the clock was set back. */
const clockSlack = 1_000

const shownBy = (rows: Rows, mutation: MutationInput, at: number): boolean => {
  if (!("chatId" in mutation)) return true
  const row = rows.find(({ id }) => id === mutation.chatId)
  if (row === undefined) return mutation._tag !== "CreateChat"
  // the list is told the same thing by its next rows: what is compared is what would change
  const next = applied(row, mutation, at)
  return (
    next.title === row.title &&
    next.pinned === row.pinned &&
    next.archived === row.archived &&
    next.folder === row.folder &&
    (next.deletedAt === null) === (row.deletedAt === null) &&
    (mutation._tag !== "AddMessage" || row.activeAt >= (mutation.createdAt ?? at - clockSlack))
  )
}

/** Whether live rows already show the change. */
export const chatsShow = (live: Rows, change: Change): boolean =>
  change.mutations.every((mutation) => shownBy(live, mutation, change.at))
