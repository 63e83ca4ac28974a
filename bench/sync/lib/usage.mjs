import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"

/** Linux counts a process's time in hundredths of a second. */
const ticks = 100

const withProc = existsSync("/proc/self/stat")

/** What follows the name, which may contain spaces. */
const statOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ")
    const [own, ofThoseThatEnded] = [fields.slice(11, 13), fields.slice(13, 15)].map(
      ([user, system]) => (Number(user) + Number(system)) / ticks,
    )
    return { parent: Number(fields[1]), own, ofThoseThatEnded }
  } catch {
    // it ended between the listing and the look
    return { parent: 0, own: 0, ofThoseThatEnded: 0 }
  }
}

/** `1:02.03`, `01:02:03` and `1-01:02:03`. */
const secondsOf = (text) =>
  text
    .split(/[:-]/)
    .toReversed()
    .reduce((sum, part, place) => sum + Number(part) * [1, 60, 3_600, 86_400][place], 0)

const ps = (pid) => {
  const [rss, time] = execFileSync("ps", ["-o", "rss=,time=", "-p", String(pid)], { encoding: "utf8" })
    .trim()
    .split(/\s+/)
  return { cpu: secondsOf(time), rss: Number(rss) / 1024 }
}

/** Seconds of processor time since it began, and megabytes of memory now. */
const usageOf = (pid) => {
  if (!withProc) return ps(pid)
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  return { cpu: statOf(pid).own, rss: Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024 }
}

/** A PostgreSQL is a process for each connection: those that run, and those that ended. */
const databaseCpu = (pid) => {
  if (!withProc) return Number.NaN
  const { own, ofThoseThatEnded } = statOf(pid)
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(name))
    .reduce((sum, it) => (it.parent === pid ? sum + it.own : sum), own + ofThoseThatEnded)
}

/** What everybody has used until now. */
export const look = ({ devices, postgres, server }) => ({
  at: performance.now(),
  server: usageOf(server),
  devices: usageOf(devices),
  database: postgres === undefined ? Number.NaN : databaseCpu(postgres),
})

/** Seconds of processor time between two looks, and the memory at both. */
export const between = (before, after) => ({
  serverCpu: after.server.cpu - before.server.cpu,
  devicesCpu: after.devices.cpu - before.devices.cpu,
  databaseCpu: after.database - before.database,
  serverRss: [before.server.rss, after.server.rss],
  devicesRss: [before.devices.rss, after.devices.rss],
})
