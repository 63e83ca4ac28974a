import type { Arriving } from "./gather.ts"
import type { Namer, namersOf } from "./namers.ts"

/** A chat that is on this device. */
export interface Here {
  readonly id: string
  readonly userId: string
  readonly deletedAt: number | null
  /** By this very import, which then goes on. */
  readonly own: number
  /** It went to the trash as an import was undone, and nobody touched it since. */
  readonly undone: number
}

/** How a chat that arrives stands to what is here. */
type State = "new" | "own" | "undone" | "there" | "in-trash" | "other-account"

/** A chat, how it is named here, and how it stands. */
export interface Placed {
  readonly of: Arriving
  readonly namer: Namer
  readonly state: State
}

/** Whether anything may be added to it. */
export const isOpen = ({ state }: Placed) => state !== "in-trash" && state !== "other-account"

export const fateOf = ({ state }: Placed): Arriving["fate"] => {
  switch (state) {
    case "new":
    case "own":
    case "undone":
      return "made"
    default:
      return state
  }
}

const stateOf = (row: Here | undefined, { fate }: Arriving, userId: string): State => {
  // emptied from the trash while the rest of it came
  if (row === undefined) return fate === "unknown" ? "new" : "in-trash"
  if (row.userId !== userId) return "other-account"
  if (row.deletedAt === null) return row.own === 1 ? "own" : "there"
  return row.undone === 1 ? "undone" : "in-trash"
}

/** Finds the place of a chat by the ids that it may have. */
export const placed = (
  of: Arriving,
  [first, second]: ReturnType<typeof namersOf>,
  here: ReadonlyMap<string, Here>,
  { hasAccount, userId }: { readonly hasAccount: boolean; readonly userId: string },
): Placed => {
  const isMine = (namer: Namer) => here.get(namer.chatId)?.userId === userId
  const usual = hasAccount && of.person !== userId ? second : first
  const namer = isMine(first) ? first : isMine(second) ? second : usual
  return { of, namer, state: stateOf(here.get(namer.chatId), of, userId) }
}
