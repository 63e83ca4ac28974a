import { Effect, Layer } from "effect"
import { AccountApi } from "../../src/services/account/AccountApi.ts"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../../src/services/assistant/ProviderKeys.ts"
import { Chats } from "../../src/services/chat/Chats.ts"
import { OpenTabs } from "../../src/services/chat/OpenTabs.ts"
import { layerMemory } from "../../src/services/database/MemoryDatabase.ts"
import { layer as sqliteFromNode } from "../../src/services/database/SqliteModuleNode.ts"
import { DeviceProfile } from "../../src/services/device/DeviceProfile.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import { layer as localDatabase } from "../../src/services/LocalDatabase.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { BrowserStorage } from "../../src/services/storage/BrowserStorage.ts"
import { KeptState } from "../../src/services/storage/KeptState.ts"
import { CloudApi } from "../../src/services/sync/CloudApi.ts"
import { NetworkStatus } from "../../src/services/sync/NetworkStatus.ts"

// In a browser: ChosenDatabase.layer over SqliteModuleBrowser.layer, and the browser's own BrowserStorage,
// OpenTabs, DeviceProfile and NetworkStatus. With a server: CloudApiRpc.layer and AccountApiHttp.layer. With a
// model: AssistantHttp.layer and ProviderKeys.layerIndexedDb.
const Platform = Layer.mergeAll(
  Layer.provide(layerMemory, sqliteFromNode),
  BrowserStorage.layerTest,
  OpenTabs.layerNone,
  DeviceProfile.layerTest,
  NetworkStatus.layerTest,
  CloudApi.layerOffline,
  AccountApi.layerOffline,
  KeptState.layerSame,
  Assistant.layerNone,
  BrowserNetwork.layerTest,
  ProviderKeys.layerMemory,
  Problems.Default,
  Nanoid.layer,
  ErrorHandler.layer({ logging: true, cures: {} }),
)

/** The whole application without a browser: every service, on real SQLite. */
const App = Layer.provide(localDatabase, Platform)

const program = Effect.flatMap(Chats, (chats) => chats.watch({ shelf: "active", limit: 50 }).run)

export const list = await Effect.runPromise(Effect.provide(program, App))
