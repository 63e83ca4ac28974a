/** The same day so many months ago, or the last one of a month that has no such day. Milliseconds since 1970. */
export const monthsBefore = (now: number, months: number): number => {
  const then = new Date(now)
  const day = then.getDate()
  then.setDate(1)
  then.setMonth(then.getMonth() - months)
  const days = new Date(then.getFullYear(), then.getMonth() + 1, 0).getDate()
  then.setDate(Math.min(day, days))
  return then.getTime()
}
