import { SqlClient } from "@effect/sql"
import { Context, Effect, Layer, Stream } from "effect"
import { stateOf } from "../../../src/domain/sync/SyncStatus.ts"
import { Assistant } from "../../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../../src/services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../../../src/services/assistant/ProviderKeys.ts"
import { AccountApi } from "../../../src/services/account/AccountApi.ts"
import { Adoption } from "../../../src/services/account/Adoption.ts"
import { layerMemory } from "../../../src/services/database/MemoryDatabase.ts"
import * as SqliteModuleNode from "../../../src/services/database/SqliteModuleNode.ts"
import { DeviceProfile } from "../../../src/services/device/DeviceProfile.ts"
import { ErrorHandler } from "../../../src/services/errors/ErrorHandler.ts"
import { Problems } from "../../../src/services/live/Problems.ts"
import * as LocalDatabase from "../../../src/services/LocalDatabase.ts"
import { Nanoid } from "../../../src/services/Nanoid.ts"
import { OpenTabs } from "../../../src/services/chat/OpenTabs.ts"
import { BrowserStorage } from "../../../src/services/storage/BrowserStorage.ts"
import { KeptState } from "../../../src/services/storage/KeptState.ts"
import { CloudApi, type CloudConnection, type CloudError } from "../../../src/services/sync/CloudApi.ts"
import { NetworkStatus } from "../../../src/services/sync/NetworkStatus.ts"
import { SyncEngine } from "../../../src/services/sync/SyncEngine.ts"
import { as, cloudAt } from "./people.ts"
import type { Person } from "./Plan.ts"

/** A page of rows that came: when, how long it was waited for, and how many it brought. */
export interface Page {
  readonly at: number
  readonly waited: number
  readonly rows: number
}

/** The way to the server, with a note of every page that comes. */
const noting = (port: number, pages: Array<Page>) => {
  const note = <A extends { readonly rows: ReadonlyArray<unknown> }>(call: Effect.Effect<A, CloudError>) =>
    Effect.suspend(() => {
      const asked = performance.now()
      return Effect.tap(call, ({ rows }) =>
        Effect.sync(() => {
          const at = performance.now()
          pages.push({ at, waited: at - asked, rows: rows.length })
        }),
      )
    })
  const noted = (connection: CloudConnection): CloudConnection => ({
    ...connection,
    pull: (pull) => note(connection.pull(pull)),
    snapshot: (request) => note(connection.snapshot(request)),
  })
  return Layer.effect(
    CloudApi,
    Effect.map(CloudApi, ({ connect }) => ({ connect: Effect.map(connect, noted) })),
  ).pipe(Layer.provide(cloudAt(port)))
}

const platform = (port: number, pages: Array<Page>) =>
  Layer.mergeAll(
    Layer.provide(layerMemory, SqliteModuleNode.layer),
    noting(port, pages),
    BrowserStorage.layerTest,
    OpenTabs.layerNone,
    DeviceProfile.layerTest,
    Nanoid.layer,
    Problems.Default,
    AccountApi.layerOffline,
    NetworkStatus.layerTest,
    KeptState.layerSame,
    Assistant.layerNone,
    BrowserNetwork.layerTest,
    ProviderKeys.layerMemory,
    ErrorHandler.layer({ logging: true, cures: {} }),
  )

/**
 * The device that a person has, with all services and its engine of sync, on real SQLite in memory. Its data is there
 * as long as the scope; `open` starts the services on it, and with them sync, for a scope of its own.
 */
export const makeRealDevice = Effect.fn("makeRealDevice")(function* (port: number, person: Person) {
  const pages: Array<Page> = []
  const base = yield* Layer.build(Layer.fresh(platform(port, pages)))
  const services = Layer.fresh(LocalDatabase.layer)
  yield* Effect.flatMap(Adoption, (it) => it.adopt(person)).pipe(
    Effect.provide(services),
    Effect.provide(base),
  )
  const open = Effect.provide(Layer.build(services), base).pipe(as(person))
  return { base, open, pages } as const
})
export type RealDevice = Effect.Effect.Success<ReturnType<typeof makeRealDevice>>
export type Opened = Effect.Effect.Success<RealDevice["open"]>

/** Until everything is there, or has come since. */
export const untilSynced = (opened: Opened) =>
  Effect.gen(function* () {
    const { status } = Context.get(opened, SyncEngine)
    const before = (yield* status.get).lastSyncedAt ?? 0
    yield* status.changes.pipe(
      Stream.filter((it) => {
        if (it.error !== null) throw new Error(`sync failed: ${JSON.stringify(it.error)}`)
        return stateOf(it) === "synced" && (it.lastSyncedAt ?? 0) > before
      }),
      Stream.take(1),
      Stream.runDrain,
    )
  })

export const countMessages = ({ base }: RealDevice) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const [row] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM message`
    return row?.n ?? 0
  }).pipe(Effect.provide(base))
