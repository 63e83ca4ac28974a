import { Effect, Layer } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import { layerOpen } from "../../src/services/database/Database.ts"
import { poolPragmas } from "../../src/services/database/pragmas.ts"
import { SqliteModule } from "../../src/services/database/SqliteModule.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"
import { type Disk, DiskVfs, faultOf } from "./DiskVfs.ts"

/** Where the database lies on every disk. */
export const databaseFile = "/openchat.db"

export const makeDisk = (): Disk => ({
  files: new Map(),
  own: new WeakSet(),
  refusal: undefined,
  power: Number.POSITIVE_INFINITY,
  fault: undefined,
})

/** A disk with this for its database file. */
export const diskOf = (bytes: Uint8Array): Disk => {
  const disk = makeDisk()
  disk.files.set(databaseFile, new Uint8Array(bytes))
  return disk
}

/** Every file by its name, as it lies there. */
export const contentsOf = (disk: Disk): ReadonlyArray<readonly [string, string]> =>
  Array.from(disk.files, ([name, bytes]) => [name, Buffer.from(bytes).toString("base64")] as const)

/** What lies on the disk for another computer: nothing of the broken one but its files. */
export const copyOf = (disk: Disk): Disk => {
  for (const content of disk.files.values()) disk.own.delete(content)
  return { ...makeDisk(), files: new Map(disk.files) }
}

/** The same module, in which a step of a statement fails when the disk says so. */
const failing = (module: Module, disk: Disk) => {
  let step = module._sqlite3_step
  // the module puts another function there at the first call
  Object.defineProperty(module, "_sqlite3_step", {
    get: () => (stmt: number) => faultOf(disk, "step") ?? step(stmt),
    set: (own: typeof step) => {
      step = own
    },
  })
  return module
}

/** Opened as the application opens its file in a browser: one connection, a write-ahead log. */
export const layerDisk = (disk: Disk) =>
  Layer.unwrapEffect(
    Effect.map(SqliteModule, ({ sync }) =>
      layerOpen({
        kind: "opfs",
        vfsName: "memory with faults",
        module: Effect.map(sync, (module) => failing(module, disk)),
        synchronous: true,
        vfs: (module) => Effect.succeed(new DiskVfs(module, disk)),
        file: databaseFile,
        pragmas: poolPragmas,
      }),
    ),
  ).pipe(Layer.provide(SqliteModuleNode.layer))
