import { mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { loadText, number, verdict } from "../../lib/report.mjs"
import { table } from "../../lib/table.mjs"
import { summaryOf } from "./summary.mjs"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const aim = { firstChat: 1_000, read: 50 }

const titles = { sqlite: "SQLite", postgresql: "PostgreSQL" }
const one = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`

/** The same line on every store, below each other. */
const rowsOf = (stores, line, title, cellsOf) =>
  Object.entries(stores).flatMap(([store, lines]) =>
    lines[line] === undefined ? [] : [[`${title}, ${titles[store]}`, ...cellsOf(lines[line]).map(number)]],
  )

const rates = (stores, thing, lines) =>
  table(
    [thing, "a second", "p50, ms", "p95, ms", "server CPU, ms each", "database CPU, ms each"],
    lines.flatMap(([line, title]) =>
      rowsOf(stores, line, title, ({ count, cpu, perSecond, times }) => [
        perSecond,
        times.each.p50,
        times.each.p95,
        (cpu.server * 1000) / count,
        (cpu.database * 1000) / count,
      ]),
    ),
  )

const seconds = (milliseconds) => milliseconds / 1000

const fetching = ["rows a second", "waited for pages, s", "CPU of the device, s", "of the server, s"]
const fetchingOf = ({ cpu, perSecond, times }) => [
  perSecond,
  seconds(times.waited.p50),
  cpu.devices,
  cpu.server,
]

const bootstrap = (stores) =>
  table(
    ["seconds", "first page", "first chat", "after the first page", "everything", ...fetching, "memory, MB"],
    rowsOf(stores, "bootstrap", "a new device", (it) => [
      seconds(it.times.firstPage.p50),
      seconds(it.times.firstChat.p50),
      seconds(it.times.since.p50),
      seconds(it.times.all.p50),
      ...fetchingOf(it),
      it.rss.devices[1],
    ]),
  )

const catchUp = (stores) =>
  table(
    ["seconds", "everything", ...fetching],
    [
      ["catch-up-server", "pages alone"],
      ["catch-up-device", "a real device"],
    ].flatMap(([line, title]) =>
      rowsOf(stores, line, title, (it) => [seconds(it.times.all.p50), ...fetchingOf(it)]),
    ),
  )

const reads = (stores) =>
  table(
    ["a read every 20 ms", "p50, ms", "p95, ms", "p99, ms", "longest, ms", "reads a round"],
    [
      ["read-idle", "while nothing else happens"],
      ["bootstrap", "while everything is fetched"],
      ["catch-up-device", "while it catches up"],
    ].flatMap(([line, title]) =>
      rowsOf(stores, line, title, ({ rounds, times: { read } }) => [
        read.p50,
        read.p95,
        read.p99,
        read.max,
        read.samples / rounds,
      ]),
    ),
  )

const connected = (stores) =>
  table(
    [
      "memory of the server, MB",
      "before",
      "with all",
      "a device, kB",
      "connected a second",
      "server CPU, ms each",
      "CPU at rest, %",
    ],
    Object.entries(stores).flatMap(([store, { connect, idle }]) => {
      if (connect === undefined) return []
      const [before] = connect.rss.server
      const [, after] = idle.rss.server
      const values = [
        before,
        after,
        ((after - before) * 1024) / connect.count,
        connect.perSecond,
        (connect.cpu.server * 1000) / connect.count,
        (idle.cpu.server * 100) / idle.seconds,
      ]
      return [[titles[store], ...values.map(number)]]
    }),
  )

const pokes = (stores) =>
  table(
    ["from a push", "p50, ms", "p95, ms", "longest, ms", "samples"],
    [
      ["push", "to its answer"],
      ["poke", "to the poke at each other device"],
    ].flatMap(([name, title]) =>
      rowsOf(stores, "poke", title, ({ times }) => [
        times[name].p50,
        times[name].p95,
        times[name].max,
        times[name].samples,
      ]),
    ),
  )

const verdicts = (stores) =>
  Object.entries(stores).flatMap(([store, { bootstrap }]) => {
    if (bootstrap === undefined) return []
    const { read, since } = bootstrap.times
    const chat = `the first chat at most ${seconds(aim.firstChat)} s after the first page: ${verdict(since.p50, aim.firstChat)}`
    const wait = `no read waits longer than ${aim.read} ms meanwhile: ${verdict(read.max, aim.read)}`
    return [`- ${titles[store]}: ${chat}; ${wait}.`]
  })

const section = (title, ...parts) => [`## ${title}`, ...parts].join("\n\n")

/** Prints the tables, keeps them as JSON and, when asked to, as the page that is part of the repository. */
export const report = ({ facts, measured, save, sizes }) => {
  const stores = Object.fromEntries(
    Object.entries(measured).map(([store, { lines }]) => [
      store,
      Object.fromEntries(Object.entries(lines).map(([line, rounds]) => [line, summaryOf(rounds)])),
    ]),
  )
  const loads = Object.values(measured).flatMap(({ lines }) =>
    Object.values(lines).flatMap((rounds) => rounds.map(({ load }) => load)),
  )
  const count = (n) => n.toLocaleString("en")
  const has = (line) => Object.values(stores).some((lines) => lines[line] !== undefined)
  const version = measured.postgresql?.version
  const parts = [
    "# Results of sync",
    "What each line is, is in [README.md](README.md#sync).",
    [
      `- ${facts.date}, commit ${facts.commit}, \`${facts.command}\``,
      `- ${facts.machine}`,
      `- Node ${facts.node}${version === undefined ? "" : `, PostgreSQL ${version}`}, ${facts.sqlite} on the devices`,
      `- Load average: ${loadText(loads)}, the benchmark's own processes included`,
    ].join("\n"),
  ]
  if (has("push-1")) {
    const groups = [1, 8, 32].map((n) => [`push-${n}`, one(n, "device")])
    const batches = [1, 8].map((n) => [`batch-${n}`, one(n, "device")])
    const small = rates(stores, "pushes of one event", groups)
    const large = rates(stores, "events, in pushes of 500", [
      ...batches,
      ["upload", `upload of ${count(sizes.messages)}`],
    ])
    parts.push(section("Pushes", small, large))
  }
  if (has("page-1")) {
    const pages = [1, 8].map((n) => [`page-${n}`, `200 rows, ${one(n, "device")}`])
    const nothing = [1, 8, 32].map((n) => [`nothing-${n}`, `nothing new, ${one(n, "device")}`])
    parts.push(section("Pulls", rates(stores, "pulls", [...pages, ...nothing])))
  }
  if (has("catch-up-server")) {
    parts.push(
      section(`${count(sizes.changes)} changes, on a device with ${count(sizes.known)}`, catchUp(stores)),
    )
  }
  if (has("bootstrap")) {
    const chats = count(Math.max(1, Math.floor(sizes.messages / 100)))
    const title = `A new device, ${count(sizes.messages)} messages in ${chats} chats`
    parts.push(section(title, bootstrap(stores), verdicts(stores).join("\n")))
  }
  if (has("bootstrap") || has("catch-up-device")) parts.push(section("Reads meanwhile", reads(stores)))
  if (has("poke")) {
    const all = sizes.accounts * sizes.devicesEach
    parts.push(
      section(`${count(all)} devices of ${count(sizes.accounts)} people`, connected(stores), pokes(stores)),
    )
  }
  const text = `${parts.join("\n\n")}\n`
  console.log(`\n${text}`)
  mkdirSync(here("../../results"), { recursive: true })
  writeFileSync(
    here("../../results/sync-latest.json"),
    JSON.stringify({ facts, sizes, loads, stores }, null, 2),
  )
  if (save) writeFileSync(here("../../SYNC-RESULTS.md"), text)
}
