/** In the language of the sentences around it, whatever the browser speaks. */
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" })

const units = [
  { unit: "day", millis: 86_400_000 },
  { unit: "hour", millis: 3_600_000 },
  { unit: "minute", millis: 60_000 },
] as const

/** "2 minutes ago". A time ahead of the clock, which was set back, is just now. */
export const ago = (then: number, now: number): string => {
  const passed = now - then
  const fit = units.find(({ millis }) => passed >= millis)
  return fit === undefined ? "just now" : relative.format(-Math.floor(passed / fit.millis), fit.unit)
}
