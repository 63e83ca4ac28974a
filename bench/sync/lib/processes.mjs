import { fork, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readFileSync } from "node:fs"
import { loadavg } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { root } from "../../../scripts/lib/run.mjs"
import { between, look } from "./usage.mjs"

const devicesFile = fileURLToPath(new URL("../devices.ts", import.meta.url))

/** Whoever was started and runs, so that nobody is left behind when the benchmark is stopped. */
const running = new Set()

const keep = (child) => {
  running.add(child)
  child.once("exit", () => running.delete(child))
  return child
}

export const killAll = () => {
  for (const child of running) child.kill("SIGKILL")
}

/** A process's threads each write a profile of their own; the first is number 0. */
const nodeArgs = (profile, name) => [
  ...(profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${join(profile, name)}`]),
  "--import",
  "tsx",
]

/** Longer than any start takes on a busy machine. */
const patience = 60_000

/** What `npm start` runs, on a port that the system chooses. */
export const startServer = async ({ environment, folder, name, profile }) => {
  const log = join(folder, `${name}.log`)
  const file = openSync(log, "a")
  const child = keep(
    spawn(process.execPath, [...nodeArgs(profile, `server-${name}`), "src/server/main.ts"], {
      cwd: root,
      stdio: ["ignore", "pipe", file],
      env: {
        ...process.env,
        PORT: "0",
        HOST: "127.0.0.1",
        OPENCHAT_CALLS_PER_MINUTE: "0",
        OPENCHAT_SIGN_INS_PER_10_SECONDS: "0",
        ...environment,
      },
    }),
  )
  closeSync(file)
  const said = () => readFileSync(log, "utf8").split("\n").slice(-20).join("\n")
  const port = await new Promise((settle, fail) => {
    const giveUp = () => fail(new Error(`The server did not start:\n${said()}`))
    const timer = setTimeout(giveUp, patience)
    let text = ""
    child.stdout.on("data", (chunk) => {
      text += chunk
      const found = /ready at http:\/\/localhost:(\d+)/.exec(text)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      settle(Number(found))
    })
    child.once("exit", giveUp)
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server ended by itself:\n${said()}`)
    }
    const ended = once(child, "exit")
    child.kill("SIGTERM")
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000)
    await ended
    clearTimeout(timer)
  }
  return { pid: child.pid, port, stop }
}

/**
 * The devices, all in one process that is not the server's, do a job. Each line that they measure is put on record
 * together with what everybody used meanwhile.
 */
export const runDevices = async ({ name, plan, postgres, profile, record, server }) => {
  const args = nodeArgs(profile, `devices-${name}`)
  const child = keep(fork(devicesFile, [JSON.stringify(plan)], { cwd: root, execArgv: args }))
  const pids = { server: server.pid, devices: child.pid, postgres }
  let before
  let done
  child.on("message", (message) => {
    if (message._tag === "begin") before = look(pids)
    if (message._tag === "end") {
      const { count, line, seconds, times } = message
      record(line, { count, seconds, times, load: loadavg()[0], ...between(before, look(pids)) })
      process.stdout.write(".")
    }
    if (message._tag === "done") done = message.people
  })
  const [code] = await once(child, "exit")
  if (code !== 0 || done === undefined) throw new Error(`The devices failed at "${name}".`)
  return done
}
