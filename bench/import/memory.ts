import { readdirSync, readFileSync } from "node:fs"

const read = (path: string) => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/** Bytes that a process holds in memory: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
const residentOf = (pid: string) =>
  1_024 * Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)

/** Bytes of the largest of the browser's processes that run pages and their workers. */
export const largestRenderer = (profile: string): number =>
  Math.max(
    0,
    ...readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid))
      .filter((pid) => {
        const command = read(`/proc/${pid}/cmdline`)
        return command.includes("--type=renderer") && command.includes(profile)
      })
      .map(residentOf),
  )

/** Watches it until it is told to stop, and answers the most that there was. */
export const watchMemory = (profile: string) => {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, largestRenderer(profile))
  }, 250)
  return () => {
    clearInterval(timer)
    return most
  }
}
