import type { Headers } from "@effect/platform"

/** Milliseconds to wait where the provider does not say: most count by the minute. */
const unsaid = 20_000

/** A day: beyond it, it is no longer waiting. */
const most = 86_400_000

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** `1s`, `6m0s`, `20ms`, as OpenAI writes it. */
const durationOf = (text: string): number | undefined => {
  const parts = Array.from(text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) return undefined
  return parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (units[unit] ?? 0), 0)
}

/** Seconds, or a date. */
const standard = (text: string, now: number): number | undefined => {
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : date - now
}

const longest = (...waits: ReadonlyArray<number | undefined>): number | undefined =>
  waits.reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.max(a, b)))

/** A page may not read the headers of another origin unless that allows it, but it can always read the sentence. */
const inWords = (message: string): number | undefined => {
  const [, amount, unit = ""] =
    /(?:try again|retry) (?:in|after) (\d+(?:\.\d+)?) ?(ms|s|m|h)/i.exec(message) ?? []
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 0)
}

/** Whether the provider says in a header how long to wait. */
export const saysWhen = (headers: Headers.Headers) => headers["retry-after"] !== undefined

/**
 * Milliseconds after which the provider takes requests again.
 *
 * @param now milliseconds
 */
export const retryAfter = (headers: Headers.Headers, message: string, now: number): number => {
  const exact = headers["retry-after-ms"]
  const wait =
    (exact !== undefined && /^\d+(\.\d+)?$/.test(exact) ? Number(exact) : undefined) ??
    standard(headers["retry-after"] ?? "", now) ??
    longest(
      durationOf(headers["x-ratelimit-reset-requests"] ?? ""),
      durationOf(headers["x-ratelimit-reset-tokens"] ?? ""),
    ) ??
    inWords(message) ??
    unsaid
  return Math.ceil(Math.min(Math.max(wait, 0), most))
}
