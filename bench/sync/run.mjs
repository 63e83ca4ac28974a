/**
 * `npm run bench:sync`: the real server on SQLite and on PostgreSQL, under devices of another process. Options:
 * `--quick`, `--save` into SYNC-RESULTS.md, `--store=sqlite`, `--only=pushes,bootstrap`, `--messages=100000`,
 * `--profile=folder` for profiles of every process.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { installWhatIsMissing } from "../../scripts/lib/install.mjs"
import { giveUp } from "../../scripts/lib/run.mjs"
import { collectFacts } from "../lib/facts.mjs"
import { installBook } from "../lib/site.mjs"
import { startPostgres } from "./lib/postgres.mjs"
import { killAll, runDevices, startServer } from "./lib/processes.mjs"
import { report } from "./lib/report.mjs"

const has = (name) => process.argv.includes(`--${name}`)
const option = (name) =>
  process.argv
    .find((it) => it.startsWith(`--${name}=`))
    ?.split("=")
    .slice(1)
    .join("=")

const whole = {
  seconds: 4,
  rounds: 3,
  boots: 3,
  messages: 100_000,
  known: 10_000,
  changes: 10_000,
  accounts: 250,
  devicesEach: 4,
  pokes: 500,
  idleSeconds: 60,
}
const quick = {
  seconds: 1,
  rounds: 1,
  boots: 1,
  messages: 5_000,
  known: 1_000,
  changes: 1_000,
  accounts: 25,
  devicesEach: 4,
  pokes: 50,
  idleSeconds: 5,
}
const given = option("messages")
const sizes = {
  ...(has("quick") ? quick : whole),
  ...(given === undefined ? {} : { messages: Number(given) }),
}

const stores = option("store")?.split(",") ?? ["sqlite", "postgresql"]

/** What each job needs to have been done before. */
const needs = {
  pushes: undefined,
  upload: undefined,
  pulls: "upload",
  "catch-up": undefined,
  bootstrap: "upload",
  accounts: undefined,
  "fan-out": "accounts",
}
const wanted = option("only")?.split(",") ?? Object.keys(needs)
const unknown = wanted.find((name) => !Object.hasOwn(needs, name))
if (unknown !== undefined) giveUp(`There is no "${unknown}"; there are ${Object.keys(needs).join(", ")}.`)
const jobs = Object.keys(needs).filter(
  (job) => wanted.includes(job) || wanted.some((it) => needs[it] === job),
)

const profile = option("profile")
if (profile !== undefined) mkdirSync(profile, { recursive: true })

await installWhatIsMissing()
await installBook()

/** What is to be ended and removed, the newest first. */
const cleanups = []
const cleanUp = () => {
  killAll()
  for (const clean of cleanups.splice(0).toReversed()) clean()
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    console.log(`\nStopped by ${signal}.`)
    cleanUp()
    process.exit(1)
  })
}

/** Every job has a server process of its own over the same data, so that none starts with the memory of another. */
const measureStore = async (store) => {
  const folder = mkdtempSync(join(tmpdir(), "openchat-bench-sync-"))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>OpenChat</title>")
  const postgres = store === "postgresql" ? await startPostgres() : undefined
  if (postgres !== undefined) cleanups.push(postgres.stop)
  const environment = {
    OPENCHAT_DATA: join(folder, "data"),
    OPENCHAT_PAGE: folder,
    ...(postgres === undefined ? {} : { OPENCHAT_DATABASE_URL: postgres.url }),
  }

  const lines = {}
  const people = {}
  for (const job of jobs) {
    process.stdout.write(`${store} ${job} `)
    const name = `${store}-${job}`
    const server = await startServer({ environment, folder, name, profile })
    const plan = { ...sizes, job, port: server.port, people: people[needs[job]] ?? [] }
    people[job] = await runDevices({
      name,
      plan,
      profile,
      server,
      postgres: postgres?.pid,
      record: (line, round) => (lines[line] ??= []).push(round),
    })
    await server.stop()
    process.stdout.write("\n")
  }
  return { lines, version: postgres?.version }
}

try {
  const facts = await collectFacts({ script: "bench:sync", messages: sizes.messages })
  const measured = {}
  for (const store of stores) measured[store] = await measureStore(store)
  report({ facts, measured, save: has("save"), sizes })
} finally {
  cleanUp()
}
