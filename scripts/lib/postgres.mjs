import { existsSync, readdirSync } from "node:fs"
import { delimiter, join } from "node:path"
import { giveUp, run } from "./run.mjs"

const below = (folder, bin) =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
        .map((version) => join(folder, version, bin))
    : []

/** Folders in which systems keep the programs of PostgreSQL, the newest version first. */
const folders = () => [
  ...below("/usr/lib/postgresql", "bin"),
  ...(process.env.PATH ?? "").split(delimiter),
  "/opt/homebrew/opt/postgresql/bin",
  "/usr/local/opt/postgresql/bin",
  ...below("C:\\Program Files\\PostgreSQL", "bin"),
]

const find = () =>
  folders().find((folder) => existsSync(join(folder, "initdb")) || existsSync(join(folder, "initdb.exe")))

const installFromDebian = async () => {
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" } }
  await run("apt-get", ["update", "-q"], quiet)
  await run("apt-get", ["-q", "install", "-y", "--no-install-recommends", "postgresql"], quiet)
}

/**
 * The folder of the PostgreSQL with which tests start servers of their own: that of POSTGRES_BIN, one that is installed,
 * or one that is installed now.
 */
export const findOrInstallPostgres = async () => {
  const named = process.env.POSTGRES_BIN
  if (named !== undefined && named !== "") {
    return existsSync(join(named, "initdb"))
      ? named
      : giveUp(`POSTGRES_BIN is ${named}, and no PostgreSQL is there.`)
  }
  const found = find()
  if (found !== undefined) return found

  console.log("Installing PostgreSQL …")
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) await installFromDebian()
  return (
    find() ??
    giveUp(
      "The tests of the server need PostgreSQL. Install it, or name its folder in POSTGRES_BIN, and run this again.",
    )
  )
}
