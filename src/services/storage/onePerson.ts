import type { Owner } from "../account/Adoption.ts"
import type { Salvaged } from "./Salvage.ts"

type Belongings = Pick<Salvaged, "chats" | "messages" | "drafts"> & {
  /** Whose account they are; null if they belong to no account. */
  readonly owner: Owner | null
  /** Chats of other people, which stay in the damaged file. */
  readonly others: number
}

/**
 * What one person has in a damaged database: whoever used the device last, if that can be read, else whose chat was
 * written in last. Several people may have used it, and nobody's texts may come under somebody else's account.
 */
export const onePerson = ({ chats, configs, drafts, messages, userId, users }: Salvaged): Belongings => {
  const isTheirs = chats.some((chat) => chat.userId === userId)
  const [latest] = chats.toSorted((a, b) => b.activeAt - a.activeAt)
  const person = isTheirs ? userId : (latest?.userId ?? null)
  const own = chats.filter((chat) => chat.userId === person)
  const people = new Set([...chats.map((chat) => chat.userId), ...users.map(({ id }) => id)])
  const isAlone = people.size <= 1
  const ids = new Set<string>(own.map(({ id }) => id))
  const user = users.find(({ id }) => id === person)
  const wasSynced = own.some(({ version }) => version > 0)
  const [first] = own
  const hasAccount = first !== undefined && ((user !== undefined && user.email !== null) || wasSynced)
  const config = configs.find((it) => it.userId === person)
  return {
    chats: own,
    messages: messages.filter(({ chatId }) => isAlone || ids.has(chatId)),
    drafts: drafts.filter(({ draftKey }) => isAlone || draftKey === "new" || ids.has(draftKey)),
    owner: hasAccount
      ? {
          userId: first.userId,
          email: user?.email ?? "an account whose address is lost",
          name: user?.name ?? "You",
          // until somebody says otherwise, nothing is sent
          mode: config?.mode === "hybrid" ? "hybrid" : "local-only",
        }
      : null,
    others: chats.length - own.length,
  }
}
