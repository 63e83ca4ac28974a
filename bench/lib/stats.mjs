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
  rounds: rounds.map(median),
  samples: rounds.reduce((sum, round) => sum + round.length, 0),
  p50: median(rounds.map(median)),
  p95: median(rounds.map((round) => quantile(round, 0.95))),
})

/** How many times one is the other. Taken round by round, since what disturbs a round disturbs both. */
export const ratioOf = (ours, raw) => median(ours.rounds.map((value, round) => value / raw.rounds[round]))
