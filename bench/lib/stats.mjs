const sorted = (values) => values.toSorted((a, b) => a - b)

/** The value below which so much of them lies, between two of them if need be. */
export const quantile = (values, part) => {
  const all = sorted(values)
  if (all.length === 0) return Number.NaN
  const place = (all.length - 1) * part
  const [below, above] = [all[Math.floor(place)], all[Math.ceil(place)]]
  return below + (above - below) * (place - Math.floor(place))
}

export const median = (values) => quantile(values, 0.5)

/** Of each round by itself, then the median of the rounds: one disturbed round does not count. */
export const summary = (rounds) => ({
  rounds: rounds.length,
  samples: rounds.reduce((sum, round) => sum + round.length, 0),
  p50: median(rounds.map(median)),
  p95: median(rounds.map((round) => quantile(round, 0.95))),
  best: Math.min(...rounds.map(median)),
})
