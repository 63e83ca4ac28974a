import type { SignedIn } from "../../domain/Account.ts"
import type { SyncConfig } from "../../domain/SyncConfig.ts"
import type { Salvaged } from "./Salvage.ts"

type Rows = Pick<Salvaged, "chats" | "messages" | "drafts" | "conflicts" | "branches" | "events">

interface Belongings extends Rows {
  /** Whose account they are; null if they belong to no account. */
  readonly owner: SignedIn | null
  readonly settings: Partial<SyncConfig>
  /** What the device knew of the server, for them. */
  readonly state: Salvaged["state"]
  /** Chats of other people, which stay in the damaged file. */
  readonly others: number
}

/** What the device knew for a person: of everybody but who used it last it is kept under their name. */
const stateOf = ({ state }: Salvaged, person: string | null) => {
  if (person === state["userId"]) return state
  const prefix = `${person}:`
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  )
}

/**
 * What one person has in a damaged database: whoever used the device last, if that can be read, else whose chat was
 * written in last. Several people may have used it, and nobody's texts may come under somebody else's account.
 */
export const onePerson = (salvaged: Salvaged): Belongings => {
  const { branches, chats, configs, conflicts, drafts, events, messages, users } = salvaged
  const last = salvaged.state["userId"] ?? null
  const isTheirs = chats.some((chat) => chat.userId === last)
  const [latest] = chats.toSorted((a, b) => b.activeAt - a.activeAt)
  const person = isTheirs ? last : (latest?.userId ?? null)
  const own = chats.filter((chat) => chat.userId === person)
  const people = new Set([...chats.map((chat) => chat.userId), ...users.map(({ id }) => id)])
  const isAlone = people.size <= 1
  const ids = new Set<string>(own.map(({ id }) => id))
  const user = users.find(({ id }) => id === person)
  const state = stateOf(salvaged, person)
  const email = user?.email ?? state["account"]
  const wasSynced = own.some(({ version }) => version > 0)
  const [first] = own
  const hasAccount = first !== undefined && (email !== undefined || wasSynced)
  const config = configs.find((it) => it.userId === person)
  // until somebody says otherwise, nothing is sent
  const mode = hasAccount && config?.mode === "hybrid" ? "hybrid" : "local-only"
  return {
    chats: own,
    messages: messages.filter(({ chatId }) => isAlone || ids.has(chatId)),
    drafts: drafts.filter(({ draftKey }) => isAlone || draftKey === "new" || ids.has(draftKey)),
    conflicts: conflicts.filter(({ userId }) => userId === person),
    branches,
    events: events.filter(({ userId }) => userId === person),
    owner: hasAccount
      ? {
          userId: first.userId,
          email: email ?? "an account whose address is lost",
          name: user?.name ?? "You",
        }
      : null,
    settings: { ...(config === undefined ? {} : settingsOf(config)), mode },
    state,
    others: chats.length - own.length,
  }
}

const settingsOf = ({ autoSync, conflictPolicy, intervalMs }: SyncConfig) => ({
  autoSync,
  conflictPolicy,
  intervalMs,
})
