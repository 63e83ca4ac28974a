import type { ChatRow } from "../../domain/Chat.ts"

const month = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" })

/** Local midnight, so that a day is a day on the calendar. */
const dayBefore = (now: Date, days: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime()

export const pinnedGroup = "Pinned"

/** Tells the heading under which a list shows a chat today. */
export const groupsOn = (now: Date): ((chat: ChatRow) => string) => {
  const days = [
    { from: dayBefore(now, 0), name: "Today" },
    { from: dayBefore(now, 1), name: "Yesterday" },
    { from: dayBefore(now, 7), name: "Previous 7 days" },
    { from: dayBefore(now, 30), name: "Previous 30 days" },
  ]
  return ({ pinned, activeAt }) =>
    pinned ? pinnedGroup : (days.find(({ from }) => activeAt >= from)?.name ?? month.format(activeAt))
}
