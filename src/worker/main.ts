/// <reference lib="webworker" />
import { FetchHttpClient, Socket } from "@effect/platform"
import type { SqlClient } from "@effect/sql"
import { Cause, Effect, Exit, Layer } from "effect"
import { databaseLock, type Down, tabLock, type Up } from "../domain/rpc/TabWire.ts"
import * as AccountApiHttp from "../services/account/AccountApiHttp.ts"
import * as AssistantByKind from "../services/assistant/AssistantByKind.ts"
import * as AssistantHttp from "../services/assistant/AssistantHttp.ts"
import { BrowserModel } from "../services/assistant/BrowserModel.ts"
import { BrowserNetwork } from "../services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../services/assistant/ProviderKeys.ts"
import * as ChosenDatabase from "../services/database/ChosenDatabase.ts"
import type { Database } from "../services/database/Database.ts"
import { layerMemory, layerTemporary } from "../services/database/MemoryDatabase.ts"
import * as ModeDatabase from "../services/storage/ModeDatabase.ts"
import * as SqliteModuleBrowser from "../services/database/SqliteModuleBrowser.ts"
import { DeviceProfile } from "../services/device/DeviceProfile.ts"
import * as LocalDatabase from "../services/LocalDatabase.ts"
import { Problems } from "../services/live/Problems.ts"
import { Nanoid } from "../services/Nanoid.ts"
import { BrowserStorage } from "../services/storage/BrowserStorage.ts"
import { KeptState } from "../services/storage/KeptState.ts"
import * as PoolRecovery from "../services/storage/PoolRecovery.ts"
import * as CloudApiRpc from "../services/sync/CloudApiRpc.ts"
import { NetworkStatus } from "../services/sync/NetworkStatus.ts"
import { follow } from "./follower.ts"
import { lead } from "./leader.ts"
import { OpenTabs } from "../services/chat/OpenTabs.ts"
import { watchNewerTabs } from "./newerTabs.ts"
import { Opened } from "./Opened.ts"

const Browser = Layer.mergeAll(
  BrowserStorage.layer,
  DeviceProfile.layerBrowser,
  Nanoid.layer,
  OpenTabs.layerLocks,
  ProviderKeys.layerIndexedDb,
)

/** The server is where the page came from. Nothing is asked of it before somebody signs in. */
const { host, origin, protocol } = self.location
const Network = Layer.mergeAll(
  CloudApiRpc.layer({
    webSocket: `${protocol === "https:" ? "wss:" : "ws:"}//${host}/rpc/ws`,
    http: `${origin}/rpc/http`,
  }),
  AccountApiHttp.layer(origin),
  NetworkStatus.layerBrowser,
  AssistantByKind.layer(
    Layer.provide(AssistantHttp.layer(`${origin}/api/v1/assistant`), BrowserNetwork.layerBrowser),
  ),
  BrowserNetwork.layerBrowser,
).pipe(Layer.provide(Layer.merge(Socket.layerWebSocketConstructorGlobal, FetchHttpClient.layer)))

const OnDisk = Layer.provide(ModeDatabase.layer(ChosenDatabase.layer, layerMemory), SqliteModuleBrowser.layer)

const servicesOn = <E, R>(database: Layer.Layer<Database | SqlClient.SqlClient | KeptState, E, R>) =>
  Layer.provide(LocalDatabase.layer, Layer.mergeAll(database, Browser, Network))

const makeTemporary = Effect.map(
  Layer.build(Layer.provide(layerTemporary, SqliteModuleBrowser.layer)),
  (database) => servicesOn(Layer.merge(Layer.succeedContext(database), KeptState.layerSame)),
)

const Main = Opened.layer(servicesOn(OnDisk), makeTemporary, { logging: true }).pipe(
  Layer.provide(Layer.provide(PoolRecovery.layer, SqliteModuleBrowser.layer)),
  Layer.provideMerge(Layer.merge(Problems.Default, BrowserModel.Default)),
)

/** The page names its worker; a worker that follows a dead one has another name. */
const worker = self.name

const send = (message: Down) => self.postMessage(message)

// whatever comes before a leader answers is dropped: the page sends it again when it is connected
let receive: (up: Up) => void = () => undefined
self.onmessage = ({ data }: MessageEvent<Up>) => receive(data)

const forLife = new Promise<never>(() => undefined)

void navigator.locks.request(tabLock(worker), () => {
  // only now may anybody wait for this lock
  send({ _tag: "Alive" })

  const reign = () => {
    follower.close()
    receive = () => undefined
    const page = {
      send,
      onReceive: (next: (up: Up) => void) => {
        receive = next
      },
    }
    // an observer, since a layer that fails may interrupt the fiber that builds it
    // nobody reads spans here, and making them is a fifth of a short call
    Effect.runFork(Effect.withTracerEnabled(lead(worker, page, Main), false)).addObserver((exit) => {
      if (Exit.isSuccess(exit)) return
      // raises the page's `error` event, upon which it starts another worker
      setTimeout(() => {
        throw new Error(Cause.pretty(exit.cause))
      })
    })
    return forLife
  }

  let turn: AbortController | undefined
  const queueUp = () => {
    const own = new AbortController()
    turn = own
    navigator.locks
      .request(databaseLock, { signal: own.signal }, () => {
        turn = undefined
        return reign()
      })
      // rejected only when the place in the queue is given up for a later one
      .catch(() => undefined)
  }
  // before anybody is greeted: an older tab that hears of this one steps behind its place in the queue
  queueUp()
  const follower = follow(worker, send)
  receive = follower.receive
  watchNewerTabs({
    tell: (waits) => send({ _tag: "NewerWaits", waits }),
    // the newer one goes first: if this one led next, the other would wait for yet another reload
    stepBack: () => {
      if (turn === undefined) return
      turn.abort()
      queueUp()
    },
  })
  return forLife
})
