import { Effect, Layer } from "effect"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../../src/services/assistant/ProviderKeys.ts"
import { layerMemory } from "../../src/services/database/MemoryDatabase.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"
import { DeviceProfile } from "../../src/services/device/DeviceProfile.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import { AccountApi } from "../../src/services/account/AccountApi.ts"
import { CloudApi } from "../../src/services/sync/CloudApi.ts"
import { KeptState } from "../../src/services/storage/KeptState.ts"
import { NetworkStatus } from "../../src/services/sync/NetworkStatus.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { OpenTabs } from "../../src/services/chat/OpenTabs.ts"
import { BrowserStorage } from "../../src/services/storage/BrowserStorage.ts"

/** Real SQLite, in memory. */
export const MemoryDatabase = Layer.provide(layerMemory, SqliteModuleNode.layer)

/** What a browser would give. */
export const TestBrowser = Layer.mergeAll(
  BrowserStorage.layerTest,
  OpenTabs.layerNone,
  DeviceProfile.layerTest,
  Nanoid.layer,
  Problems.Default,
  CloudApi.layerOffline,
  AccountApi.layerOffline,
  NetworkStatus.layerTest,
  KeptState.layerSame,
  ProviderKeys.layerMemory,
  Assistant.layerNone,
  BrowserNetwork.layerTest,
)

/** What the local half stands on. Provided once, it lets the services be opened on it again and again. */
export const Platform = Layer.mergeAll(
  MemoryDatabase,
  TestBrowser,
  ErrorHandler.layer({ logging: false, cures: {} }),
)

/** The whole local half on a database of its own: no browser, no network. */
export const TestApp = Layer.provideMerge(LocalDatabase.layer, Platform)

/** As if the worker had ended and another one opened the same file. Twice provided is built twice. */
export const reopened = Effect.provide(LocalDatabase.layer)
