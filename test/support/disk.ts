import { Effect, Layer } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import { type MemoryFile, MemoryVFS } from "wa-sqlite/src/examples/MemoryVFS.js"
import { layerOpen } from "../../src/services/database/Database.ts"
import { poolPragmas } from "../../src/services/database/pragmas.ts"
import { SqliteModule } from "../../src/services/database/SqliteModule.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"

/** Files that outlive the database which is open on them, and can be made to break. */
export interface Disk {
  readonly files: Map<string, MemoryFile>
  /** SQLite's result code for every write from now on. */
  refusal: number | undefined
  /** Writes until the power goes: then nothing is written any more. */
  power: number
}

const path = "/openchat.db"

export const makeDisk = (): Disk => ({
  files: new Map(),
  refusal: undefined,
  power: Number.POSITIVE_INFINITY,
})

/** A disk with this for its database file. */
export const diskOf = (bytes: Uint8Array): Disk => {
  const disk = makeDisk()
  const file = { pathname: path, flags: 0x106, size: bytes.length, data: new Uint8Array(bytes).buffer }
  disk.files.set(path, file)
  return disk
}

/** Every file by its name, as it lies there. */
export const contentsOf = (disk: Disk): ReadonlyArray<readonly [string, string]> =>
  [...disk.files.values()].map(
    ({ pathname, data, size }) => [pathname, Buffer.from(data, 0, size).toString("base64")] as const,
  )

/** What lies on the disk for another computer: nothing of the broken one but its files. */
export const copyOf = (disk: Disk): Disk => {
  const copy = makeDisk()
  for (const [name, file] of disk.files) copy.files.set(name, { ...file, data: file.data.slice(0) })
  return copy
}

const ioError = 10

class DiskVfs extends MemoryVFS {
  private readonly disk: Disk

  constructor(module: Module, disk: Disk) {
    super("disk", module)
    this.disk = disk
    this.mapNameToFile = disk.files
  }

  override jWrite(fileId: number, data: Uint8Array, offset: number): number {
    if (this.disk.refusal !== undefined) return this.disk.refusal
    if (this.disk.power <= 0) return ioError
    this.disk.power--
    return super.jWrite(fileId, data, offset)
  }
}

/** Opened as the application opens its file in a browser: one connection, a write-ahead log. */
export const layerDisk = (disk: Disk) =>
  Layer.unwrapEffect(
    Effect.map(SqliteModule, ({ sync }) =>
      layerOpen({
        kind: "opfs",
        module: sync,
        synchronous: true,
        vfs: (module) =>
          Effect.acquireRelease(
            Effect.sync(() => new DiskVfs(module, disk)),
            (vfs) => Effect.sync(() => vfs.close()),
          ),
        file: path,
        pragmas: poolPragmas,
      }),
    ),
  ).pipe(Layer.provide(SqliteModuleNode.layer))
