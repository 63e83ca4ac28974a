import { Effect } from "effect"
import { Database } from "../../src/services/database/Database.ts"
import { salvage, type Salvaged } from "../../src/services/storage/Salvage.ts"
import { Rebuild } from "../../src/services/sync/Rebuild.ts"
import type { Device } from "../simulation/actors.ts"
import { MemoryDatabase } from "../support/platform.ts"

/** What is read of the file of a device. */
export const salvagedOf = (device: Device) =>
  Effect.flatMap(device.run(Effect.flatMap(Database, (it) => it.serialize)), (file) =>
    Effect.provide(salvage(file, new Uint8Array()), MemoryDatabase),
  )

/** Takes it into another device. Whose the data is, is read at a start, so that is started anew. */
export const take = (device: Device, salvaged: Salvaged) =>
  Effect.zipRight(device.run(Effect.flatMap(Rebuild, (it) => it.take(salvaged, "openchat-1"))), device.cut)
