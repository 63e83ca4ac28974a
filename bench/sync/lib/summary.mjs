import { median, quantile, summary } from "../../lib/stats.mjs"

const timesOf = (rounds, name) => {
  const all = rounds.map(({ times }) => times[name])
  return {
    ...summary(all),
    p99: median(all.map((times) => quantile(times, 0.99))),
    /** Of all rounds: what is promised never to happen may not happen in one of them either. */
    max: Math.max(...all.map((times) => quantile(times, 1))),
  }
}

/** What a line came to: its rounds each by itself, then their median. */
export const summaryOf = (rounds) => {
  const each = (value) => median(rounds.map(value))
  return {
    rounds: rounds.length,
    count: each(({ count }) => count),
    seconds: each(({ seconds }) => seconds),
    perSecond: each(({ count, seconds }) => count / seconds),
    /** Seconds of processor time. */
    cpu: {
      server: each(({ serverCpu }) => serverCpu),
      database: each(({ databaseCpu }) => databaseCpu),
      devices: each(({ devicesCpu }) => devicesCpu),
    },
    /** Megabytes before and after. */
    rss: {
      server: [0, 1].map((at) => each(({ serverRss }) => serverRss[at])),
      devices: [0, 1].map((at) => each(({ devicesRss }) => devicesRss[at])),
    },
    times: Object.fromEntries(Object.keys(rounds[0].times).map((name) => [name, timesOf(rounds, name)])),
  }
}
