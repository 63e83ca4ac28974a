import { Effect, Layer, Stream } from "effect"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import { databasePath } from "../database/OpfsDatabase.ts"
import { currentPool, setPoolAside } from "../database/poolFolder.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { Recovery } from "./Recovery.ts"

/** wa-sqlite's pool writes the path into the first sector of each of its files; the content follows it. */
const sectorSize = 4096
const maxPathLength = 512

const pathIn = async (file: File): Promise<string> => {
  const header = new Uint8Array(await file.slice(0, maxPathLength).arrayBuffer())
  const end = header.indexOf(0)
  return new TextDecoder().decode(header.subarray(0, end < 0 ? maxPathLength : end))
}

const findDatabase = (folder: string) =>
  Effect.tryPromise({
    try: async () => {
      const root = await navigator.storage.getDirectory()
      for await (const handle of (await root.getDirectoryHandle(folder)).values()) {
        if (!(handle instanceof FileSystemFileHandle)) continue
        const file = await handle.getFile()
        if ((await pathIn(file)) === databasePath) return file.slice(sectorSize)
      }
      return undefined
    },
    catch: storageErrorOf,
  })

const rawFile = Stream.unwrap(
  Effect.gen(function* () {
    const content = yield* findDatabase(yield* currentPool)
    if (content === undefined) {
      return yield* new StorageUnavailable({ reason: "no-storage", detail: "there is no database file" })
    }
    return Stream.fromReadableStream(() => content.stream(), storageErrorOf)
  }),
)

export const layer = Layer.succeed(Recovery, { setAside: setPoolAside, rawFile })
