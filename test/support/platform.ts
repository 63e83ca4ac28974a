import { Layer } from "effect"
import { layerMemory } from "../../src/services/database/MemoryDatabase.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"
import { DeviceProfile } from "../../src/services/device/DeviceProfile.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { BrowserStorage } from "../../src/services/storage/BrowserStorage.ts"

/** Real SQLite, in memory. */
export const MemoryDatabase = Layer.provide(layerMemory, SqliteModuleNode.layer)

/** What a browser would give. */
export const TestBrowser = Layer.mergeAll(BrowserStorage.layerTest, DeviceProfile.layerTest, Nanoid.layer)

/** The whole local half on a database of its own: no browser, no network. */
export const TestApp = LocalDatabase.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(MemoryDatabase, TestBrowser, ErrorHandler.layer({ logging: false, cures: {} })),
  ),
)
