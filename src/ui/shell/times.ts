const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" })
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" })

const isToday = (millis: number) => new Date(millis).toDateString() === new Date().toDateString()

/** The time of day; before today, with the day. */
export const showTime = (millis: number): string =>
  isToday(millis) ? time.format(millis) : `${showDay(millis)}, ${time.format(millis)}`

/** The day, and today the time. */
export const showDay = (millis: number): string => {
  if (isToday(millis)) return time.format(millis)
  return new Date(millis).getFullYear() === new Date().getFullYear()
    ? day.format(millis)
    : dayOfYear.format(millis)
}

export const showFull = (millis: number): string => full.format(millis)
