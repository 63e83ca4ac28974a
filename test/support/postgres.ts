import { Command, FileSystem, Path } from "@effect/platform"
import { Effect, Redacted, Stream } from "effect"
import { nanoid } from "nanoid"
import { createServer } from "node:net"
import { Client } from "pg"

/** Where systems keep the programs of PostgreSQL: Debian keeps each version in a folder of its own. */
const folders = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const debian = "/usr/lib/postgresql"
  const versions = yield* Effect.orElseSucceed(fs.readDirectory(debian), () => [])
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a))
  return [
    ...(process.env.POSTGRES_BIN === undefined ? [] : [process.env.POSTGRES_BIN]),
    ...newestFirst.map((version) => `${debian}/${version}/bin`),
    ...(process.env.PATH ?? "").split(":"),
    "/opt/homebrew/opt/postgresql/bin",
  ]
})

const findBin = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  for (const folder of yield* folders) {
    if (folder !== "" && (yield* fs.exists(path.join(folder, "initdb")))) return folder
  }
  return yield* Effect.dieMessage("There is no PostgreSQL. `npm test` installs one; POSTGRES_BIN names one.")
})

const freePort = Effect.async<number>((resume) => {
  const probe = createServer()
  probe.listen(0, "127.0.0.1", () => {
    const address = probe.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    probe.close(() => resume(Effect.succeed(port)))
  })
})

/** Runs a program to its end; what it said is in the failure. PostgreSQL refuses to be run by root. */
const run = Effect.fn("postgres.run")(function* (...words: readonly [string, ...ReadonlyArray<string>]) {
  const [program, ...args] = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--", ...words] : words
  const command = Command.make(program ?? "", ...args).pipe(Command.workingDirectory("/"))
  const child = yield* Command.start(command)
  const text = <E>(bytes: Stream.Stream<Uint8Array, E>) => Stream.mkString(Stream.decodeText(bytes))
  // its own children keep the pipes open, so the exit and not the end of the output is waited for
  const said = yield* Effect.fork(Effect.all([text(child.stdout), text(child.stderr)], { concurrency: 2 }))
  const code = yield* child.exitCode
  if (code !== 0) return yield* Effect.dieMessage(`${words.join(" ")}: ${(yield* said).join("\n")}`)
}, Effect.scoped)

const userId = Effect.map(Command.string(Command.make("id", "-u", "postgres")), (text) => Number(text.trim()))

/** A PostgreSQL of one's own, with nothing in it, which is gone with its scope. */
export const startPostgres = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const bin = yield* findBin
  const folder = yield* fs.makeTempDirectoryScoped({ prefix: "openchat-postgres-" })
  if (process.getuid?.() === 0) yield* fs.chown(folder, yield* userId, -1)
  const data = path.join(folder, "data")
  const port = yield* freePort
  const program = (name: string) => path.join(bin, name)

  yield* run(program("initdb"), "-D", data, "-U", "openchat", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
  const options = [
    `-c listen_addresses=127.0.0.1 -p ${port} -k ${folder}`,
    // its data does not outlive the test
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300",
  ].join(" ")
  const start = run(
    program("pg_ctl"),
    "-D",
    data,
    "-o",
    options,
    "-l",
    path.join(folder, "log"),
    "-w",
    "start",
  )
  const halt = (mode: "fast" | "immediate") => run(program("pg_ctl"), "-D", data, "-m", mode, "-w", "stop")
  yield* Effect.acquireRelease(start, () => Effect.ignore(halt("immediate")))

  const urlOf = (database: string) => `postgres://openchat@127.0.0.1:${port}/${database}`

  /** The address of a database that nobody used before. */
  const newDatabase = Effect.promise(async () => {
    const name = `t${nanoid().replaceAll(/\W/g, "_").toLowerCase()}`
    const client = new Client({ connectionString: urlOf("postgres") })
    await client.connect()
    await client.query(`CREATE DATABASE ${name}`)
    await client.end()
    return Redacted.make(urlOf(name))
  })

  return { newDatabase, start, stop: halt("fast") } as const
})
