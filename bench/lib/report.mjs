import { mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { table } from "./table.mjs"
import { median, ratioOf, summary } from "./stats.mjs"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const aim = { ratio: 1.5, growth: 1.5, keyPress: 8 }

const lines = {
  "open-cold": "open, nothing there yet: navigation to the list of chats",
  "open-warm": "open again: navigation to the newest 50 of a chat",
  add: "add one message, one after the other",
  "add-idle": "add one message, after 5 ms of rest",
  bulk: "add 10,000 messages in one call",
  newest: "newest 50 of a chat",
  "chat-list": "list of 50 chats",
  search: "search",
  pixel: "change to pixel",
}

const floors = {
  "floor-ping": "a message to the worker and back",
  "floor-add": "one row in one table without an index",
  "floor-newest": "50 rows by an index, without the tree",
  "floor-search": "50 matching rows, neither ranked nor cut",
}

const pageLines = {
  "key-layout": "key press to the message in the page, layout done",
  "key-frame": "key press to the frame after that one",
  "key-saved": "key press to the message shown as saved",
  "page-open": "navigation to a chat's messages in the page",
}

export const number = (value) => {
  if (!Number.isFinite(value)) return "-"
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export const verdict = (value, limit) => (value <= limit ? "yes" : "**no**")

const summaries = (times) =>
  Object.fromEntries(
    Object.entries(times).map(([line, sides]) => [
      line,
      Object.fromEntries(Object.entries(sides).map(([side, rounds]) => [side, summary(rounds)])),
    ]),
  )

const comparison = (all) =>
  table(
    ["line, ms", "OpenChat p50", "p95", "raw p50", "p95", "ratio", `at most ${aim.ratio}`, "samples"],
    Object.entries(lines).flatMap(([line, title]) => {
      const { openchat, raw } = all[line] ?? {}
      if (openchat === undefined || raw === undefined) return []
      const ratio = ratioOf(openchat, raw)
      const values = [openchat.p50, openchat.p95, raw.p50, raw.p95, ratio].map(number)
      return [[title, ...values, verdict(ratio, aim.ratio), String(openchat.samples)]]
    }),
  )

const information = (all, titles, side) =>
  table(
    ["ms", "p50", "p95", "samples"],
    Object.entries(titles).flatMap(([line, title]) => {
      const found = all[line]?.[side]
      return found === undefined ? [] : [[title, number(found.p50), number(found.p95), String(found.samples)]]
    }),
  )

const growth = (small, middle, large) =>
  table(
    [
      "OpenChat p50, ms",
      "10,000",
      "100,000",
      "1,000,000",
      "1M / 10k",
      `at most ${aim.growth}`,
      "raw 1M / 10k",
    ],
    Object.entries(lines).flatMap(([line, title]) => {
      const [a, b, c] = [small[line], middle[line], large[line]]
      if (a === undefined || c === undefined) return []
      const ratio = ratioOf(c.openchat, a.openchat)
      const values = [a.openchat.p50, b?.openchat.p50 ?? Number.NaN, c.openchat.p50, ratio].map(number)
      return [[title, ...values, verdict(ratio, aim.growth), number(ratioOf(c.raw, a.raw))]]
    }),
  )

const keyPress = (page) => {
  const found = page["key-layout"]?.openchat
  if (found === undefined) return ""
  return `At most ${aim.keyPress} ms p95 from the key press to the message: ${verdict(found.p95, aim.keyPress)}.`
}

export const loadText = (loads) =>
  `${number(median(loads))} in the median of ${loads.length} readings, ${number(Math.min(...loads))} to ${number(Math.max(...loads))}`

/** Prints the tables, keeps them as JSON and, when asked to, as the page that is part of the repository. */
export const report = ({ facts, main, page, scale, save }) => {
  const [all, ofPage] = [summaries(main.times), summaries(page?.times ?? {})]
  const grown = scale && [summaries(scale.small.times), all, summaries(scale.large.times)]
  const loads = [main, page, scale?.small, scale?.large].flatMap((it) => it?.loads ?? [])
  const count = facts.messages.toLocaleString("en")
  const parts = [
    "# Results",
    "What each line is, and what it is compared with, is in [README.md](README.md).",
    [
      `- ${facts.date}, commit ${facts.commit}, \`${facts.command}\``,
      `- ${facts.machine}`,
      `- Chromium ${facts.chromium} without a window, Node ${facts.node}, ${facts.sqlite}`,
      `- Load average: ${loadText(loads)}. Other work on the same cores makes every figure larger; the two sides of a line took turns`,
    ].join("\n"),
    `## ${count} messages in ${(facts.messages / 100).toLocaleString("en")} chats\n\n${comparison(all)}`,
    `For information, without the product, the least that could be called the same:\n\n${information(all, floors, "raw")}`,
    ...(page === undefined
      ? []
      : [`## In the page\n\n${information(ofPage, pageLines, "openchat")}\n\n${keyPress(ofPage)}`]),
    ...(grown === undefined ? [] : [`## The same cost at any size\n\n${growth(...grown)}`]),
  ]
  const text = `${parts.join("\n\n")}\n`
  console.log(`\n${text}`)
  mkdirSync(here("../results"), { recursive: true })
  const json = { facts, loads, main: all, page: ofPage, scale: grown && { small: grown[0], large: grown[2] } }
  writeFileSync(here("../results/latest.json"), JSON.stringify(json, null, 2))
  if (save) writeFileSync(here("../RESULTS.md"), text)
}
