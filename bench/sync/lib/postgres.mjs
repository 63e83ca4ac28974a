import { spawnSync } from "node:child_process"
import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import { findOrInstallPostgres } from "../../../scripts/lib/postgres.mjs"

const freePort = () =>
  new Promise((settle) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address()
      probe.close(() => settle(port))
    })
  })

/** PostgreSQL refuses to be run by root. */
const asItsUser = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--"] : []

/** Its own children keep the pipes open, so what it says is not read but left in the log. */
const runProgram = (...words) => {
  const [program, ...args] = [...asItsUser, ...words]
  const { error, status } = spawnSync(program, args, { cwd: "/", stdio: ["ignore", "ignore", "inherit"] })
  if (status !== 0) throw error ?? new Error(`${words.join(" ")} ended with ${status}`)
}

/**
 * A PostgreSQL of one's own with the settings that it is installed with: each commit is on the disk before it is
 * acknowledged, as with the file of SQLite. That of the tests is not, so theirs is no use here.
 */
export const startPostgres = async () => {
  const bin = await findOrInstallPostgres()
  const folder = mkdtempSync(join(tmpdir(), "openchat-bench-postgres-"))
  if (asItsUser.length > 0) {
    const { stdout } = spawnSync("id", ["-u", "postgres"])
    chownSync(folder, Number(String(stdout).trim()), -1)
  }
  const data = join(folder, "data")
  const port = await freePort()
  const program = (name) => join(bin, name)
  runProgram(program("initdb"), "-D", data, "-U", "openchat", "-A", "trust", "-E", "UTF8", "--locale=C")
  const options = `-c listen_addresses=127.0.0.1 -p ${port} -k ${folder}`
  runProgram(program("pg_ctl"), "-D", data, "-o", options, "-l", join(folder, "log"), "-w", "-s", "start")

  const url = `postgres://openchat@127.0.0.1:${port}/postgres`
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query("SHOW server_version")
  await client.end()

  return {
    url,
    version: rows[0].server_version.split(" ")[0],
    pid: Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]),
    stop: () => {
      runProgram(program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "-s", "stop")
      rmSync(folder, { recursive: true })
    },
  }
}
