import { readdirSync, readFileSync } from "node:fs"

const commandOf = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return ""
  }
}

/** The main process of the browser that was started with this profile; its children end with it. */
export const processesOf = (profile: string): ReadonlyArray<number> =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = commandOf(pid)
      return command.includes(`--user-data-dir=${profile}`) && !command.includes("--type=")
    })
    .map(Number)
