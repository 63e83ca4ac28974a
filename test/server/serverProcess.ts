import { Command, FileSystem, Path } from "@effect/platform"
import { Effect, Stream } from "effect"
import { serverProgram } from "../support/serverProgram.ts"

/** What `npm start` runs, on a port that the system chooses, over a page of one line. */
export const startProcess = Effect.fn("startProcess")(function* (environment: Record<string, string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const page = yield* fs.makeTempDirectoryScoped()
  yield* fs.writeFileString(path.join(page, "index.html"), "<!doctype html><title>OpenChat</title>")

  const command = Command.make(process.execPath, serverProgram).pipe(
    Command.env({ PORT: "0", OPENCHAT_PAGE: page, OPENCHAT_SIGN_INS_PER_10_SECONDS: "0", ...environment }),
    Command.stderr("inherit"),
  )
  const child = yield* Command.start(command)
  const lines = Stream.splitLines(Stream.decodeText(child.stdout))
  const port = yield* lines.pipe(
    Stream.map((line) => Number(/ready at http:\/\/localhost:(\d+)/.exec(line)?.[1] ?? 0)),
    Stream.filter((found) => found > 0),
    Stream.runHead,
    Effect.flatten,
    Effect.timeout("60 seconds"),
  )
  return { port, kill: child.kill, exitCode: child.exitCode } as const
})

/** A folder for the data of a server, which is gone with its scope. */
export const dataFolder = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())
