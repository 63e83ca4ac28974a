import type { ChatId } from "../Ids.ts"
import type { Role } from "../Message.ts"
import type { SearchFilters, SearchShelf } from "./SearchFilters.ts"

/** A day of the calendar, as `2026-01-31`. */
export type Day = string

/** What somebody typed into the search: words, and the operators among them. Closed: nothing else is understood. */
export interface SearchQuery {
  /** The words, with one space between them. */
  readonly text: string
  readonly role?: Role
  /** From this day on. */
  readonly after?: Day
  /** Up to the day before this one. */
  readonly before?: Day
  readonly pinned?: true
  readonly shelf?: SearchShelf
  readonly folder?: string
  /** In the chat that is open. */
  readonly here?: true
}

const roles: Readonly<Record<string, Role>> = { me: "user", assistant: "assistant", system: "system" }
const shelves: Readonly<Record<string, SearchShelf>> = {
  active: "active",
  archived: "archived",
  trash: "trash",
  everywhere: "everywhere",
}

/** An operator and its value, plain or in quotes; or a word. */
const token = /(from|in|after|before|is):(?:"((?:[^"\\]|\\.)+)"|([^\s"]+))(?=\s|$)|\S+/gy

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/

/** Local midnight, at which the day begins: milliseconds since 1970. Undefined for what is no day. */
export const startOfDay = (day: Day): number | undefined => {
  const [, year, month, date] = (dayPattern.exec(day) ?? []).map(Number)
  if (year === undefined || month === undefined || date === undefined || year < 1970) return undefined
  const start = new Date(year, month - 1, date)
  // the 31st of February would be a day in March
  return start.getMonth() === month - 1 && start.getDate() === date ? Math.max(0, start.getTime()) : undefined
}

/** The day of the calendar on which the time is here. */
export const dayOf = (millis: number): Day => {
  const time = new Date(millis)
  const two = (value: number) => String(value).padStart(2, "0")
  return `${String(time.getFullYear()).padStart(4, "0")}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

type Filter = Omit<SearchQuery, "text">

/** Undefined where the operator does not know the value: it is a word then. */
const filterOf = (operator: string, value: string): Filter | undefined => {
  switch (operator) {
    case "from": {
      const role = Object.hasOwn(roles, value) ? roles[value] : undefined
      return role && { role }
    }
    case "in":
      return value.trim() === "" ? undefined : { folder: value }
    case "after":
      return startOfDay(value) === undefined ? undefined : { after: value }
    case "before":
      return startOfDay(value) === undefined ? undefined : { before: value }
    default: {
      if (value === "pinned") return { pinned: true }
      if (value === "here") return { here: true }
      const shelf = Object.hasOwn(shelves, value) ? shelves[value] : undefined
      return shelf && { shelf }
    }
  }
}

/** Reads what was typed. Of an operator that is there twice the last one holds. Never fails: the rest is words. */
export const parseSearch = (typed: string): SearchQuery => {
  const words: Array<string> = []
  let filters: Filter = {}
  for (const part of tokensOf(typed)) {
    const found = part.operator === undefined ? undefined : filterOf(part.operator, part.value)
    if (found === undefined) words.push(part.raw)
    else filters = { ...filters, ...found }
  }
  return { text: words.join(" "), ...filters }
}

interface Token {
  readonly raw: string
  readonly operator: string | undefined
  readonly value: string
}

const tokensOf = (typed: string): ReadonlyArray<Token> => {
  const found: Array<Token> = []
  let at = 0
  while (at < typed.length) {
    if (/\s/.test(typed.charAt(at))) {
      at++
      continue
    }
    token.lastIndex = at
    const match = token.exec(typed)
    if (match === null) break
    const [raw, operator, quoted, plain] = match
    found.push({ raw, operator, value: quoted?.replaceAll(/\\(.)/gs, "$1") ?? plain ?? "" })
    at = token.lastIndex
  }
  return found
}

const quote = (value: string) =>
  /^[^\s"\\]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`

const roleWords: Readonly<Record<Role, string>> = { user: "me", assistant: "assistant", system: "system" }

/** The same query as it would be typed: operators first, so that one goes on with the words. */
export const printSearch = (query: SearchQuery): string =>
  [
    query.here ? "is:here" : "",
    query.role === undefined ? "" : `from:${roleWords[query.role]}`,
    query.pinned ? "is:pinned" : "",
    query.shelf === undefined ? "" : `is:${query.shelf}`,
    query.folder === undefined ? "" : `in:${quote(query.folder)}`,
    query.after === undefined ? "" : `after:${query.after}`,
    query.before === undefined ? "" : `before:${query.before}`,
    query.text,
  ]
    .filter((part) => part !== "")
    .join(" ")

/** What the worker is asked for. `here` holds only while a chat is open. */
export const filtersOf = (query: SearchQuery, open: ChatId | undefined): SearchFilters => {
  const [after, before] = [query.after, query.before].map((day) =>
    day === undefined ? undefined : startOfDay(day),
  )
  return {
    ...(query.role === undefined ? {} : { role: query.role }),
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
    ...(query.pinned ? { pinned: true as const } : {}),
    ...(query.shelf === undefined ? {} : { shelf: query.shelf }),
    ...(query.folder === undefined ? {} : { folder: query.folder }),
    ...(query.here && open !== undefined ? { chatId: open } : {}),
  }
}

/** Whether anything narrows the search besides its words. */
export const isFiltered = (query: SearchQuery): boolean => Object.keys(query).length > 1
