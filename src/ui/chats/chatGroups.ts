import type { ChatRow } from "../../domain/Chat.ts"

const month = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" })

/** Local midnight, so that a day is a day on the calendar. */
const dayBefore = (now: Date, days: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime()

/** The heading under which a list shows the chat. */
export const groupOf = ({ pinned, activeAt }: ChatRow, now: Date): string => {
  if (pinned) return "Pinned"
  if (activeAt >= dayBefore(now, 0)) return "Today"
  if (activeAt >= dayBefore(now, 1)) return "Yesterday"
  if (activeAt >= dayBefore(now, 7)) return "Previous 7 days"
  if (activeAt >= dayBefore(now, 30)) return "Previous 30 days"
  return month.format(activeAt)
}
