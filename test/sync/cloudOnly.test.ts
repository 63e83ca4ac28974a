import { SqlClient } from "@effect/sql"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Ref, Stream } from "effect"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { AccountApi } from "../../src/services/account/AccountApi.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../../src/services/assistant/ProviderKeys.ts"
import { layerMemory } from "../../src/services/database/MemoryDatabase.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"
import { DeviceProfile } from "../../src/services/device/DeviceProfile.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { OpenTabs } from "../../src/services/chat/OpenTabs.ts"
import { BrowserStorage } from "../../src/services/storage/BrowserStorage.ts"
import { KeptState } from "../../src/services/storage/KeptState.ts"
import * as ModeDatabase from "../../src/services/storage/ModeDatabase.ts"
import { Cloud } from "../../src/services/sync/Cloud.ts"
import { CloudApi, type CloudConnection, type CloudError } from "../../src/services/sync/CloudApi.ts"
import { NetworkStatus } from "../../src/services/sync/NetworkStatus.ts"
import { SyncEngine } from "../../src/services/sync/SyncEngine.ts"
import { stateOf } from "../../src/domain/sync/SyncStatus.ts"
import { WriteThrough } from "../../src/services/sync/WriteThrough.ts"
import { connect, makeServer, user } from "../simulation/world.ts"
import type { Disk } from "../support/DiskVfs.ts"
import { layerDisk, makeDisk } from "../support/disk.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"

const secret = "what nobody may find on the disk"

const browser = Layer.mergeAll(
  BrowserStorage.layerTest,
  OpenTabs.layerNone,
  DeviceProfile.layerTest,
  Nanoid.layer,
  Problems.Default,
  AccountApi.layerOffline,
  NetworkStatus.layerTest,
  ErrorHandler.layer({ logging: false, cures: {} }),
  Assistant.layerNone,
  BrowserNetwork.layerTest,
  ProviderKeys.layerMemory,
)

/** What the worker opens at each start, on a disk that stays. */
const deviceOn = (disk: Disk, cloud: Layer.Layer<CloudApi>) =>
  Layer.fresh(
    LocalDatabase.layer.pipe(
      Layer.provideMerge(
        ModeDatabase.layer(layerDisk(disk), Layer.provide(layerMemory, SqliteModuleNode.layer)),
      ),
      Layer.provide(Layer.merge(browser, cloud)),
    ),
  )

const count = (table: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const [row] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM ${sql(table)}`
    return row?.n ?? 0
  })

const bytesOf = (disk: Disk) =>
  Array.from(disk.files.values(), (bytes) => Buffer.from(bytes).toString("latin1")).join("")

const reachSynced = Effect.flatMap(SyncEngine, ({ status }) =>
  status.changes.pipe(
    Stream.filter((it) => stateOf(it) === "synced"),
    Stream.take(1),
    Stream.runDrain,
  ),
)

const message = (n: number, content: string) =>
  ({
    _tag: "AddMessage",
    eventId: eventIdOf(n),
    chatId: chatIdOf(0),
    messageId: messageIdOf(n),
    role: "user",
    content,
  }) as const

it.scoped("cloud-only keeps no chat on the disk, writes nothing without the server, and gives all back", () =>
  Effect.gen(function* () {
    const server = yield* makeServer
    const real = yield* connect(server)
    const isDown = yield* Ref.make(false)
    const guarded = <A>(call: Effect.Effect<A, CloudError>) =>
      Effect.flatMap(isDown, (down): Effect.Effect<A, CloudError> =>
        down ? new Offline({ detail: "test" }) : call,
      )
    const connection: CloudConnection = {
      ...real,
      hello: (hello) => guarded(real.hello(hello)),
      push: (push) => guarded(real.push(push)),
      pull: (pull) => guarded(real.pull(pull)),
      snapshot: (request) => guarded(real.snapshot(request)),
    }
    const cloud = Layer.succeed(CloudApi, { connect: Effect.succeed(connection) })
    const disk = makeDisk()
    const start = <A, E>(run: Effect.Effect<A, E, Layer.Layer.Success<ReturnType<typeof deviceOn>>>) =>
      Effect.provide(run, deviceOn(disk, cloud))

    yield* start(Effect.flatMap(Adoption, (it) => it.adopt(user)))
    yield* start(
      Effect.gen(function* () {
        const chat = {
          _tag: "CreateChat",
          eventId: eventIdOf(0),
          chatId: chatIdOf(0),
          title: "Chat",
        } as const
        yield* Effect.flatMap(Mutations, (it) => it.apply([chat, message(1, secret)]))
        yield* reachSynced
        yield* Effect.flatMap(Cloud, (it) => it.setMode("cloud-only"))
        assert.strictEqual(yield* count("message"), 0)
      }),
    )
    assert.notInclude(bytesOf(disk), secret)

    yield* start(
      Effect.gen(function* () {
        assert.isTrue((yield* KeptState).cloudOnly)
        yield* reachSynced
        assert.strictEqual(yield* count("message"), 1)
        const { apply } = yield* WriteThrough
        yield* apply([message(2, `${secret} either`)])
        assert.strictEqual(yield* Effect.provide(count("message"), server), 2)

        yield* Ref.set(isDown, true)
        const failure = yield* Effect.flip(apply([message(3, "lost?")]))
        assert.strictEqual(failure._tag, "Offline")
        assert.deepStrictEqual([yield* count("message"), yield* count("sync_event")], [2, 1])
        yield* Ref.set(isDown, false)
        assert.deepStrictEqual(yield* apply([message(3, "now")]), ["applied"])
      }),
    )
    assert.notInclude(bytesOf(disk), secret)

    yield* start(
      Effect.zipRight(
        reachSynced,
        Effect.flatMap(Cloud, (it) => it.setMode("hybrid")),
      ),
    )
    yield* start(
      Effect.gen(function* () {
        assert.isFalse((yield* KeptState).cloudOnly)
        yield* reachSynced
        assert.strictEqual(yield* count("message"), 3)
      }),
    )
    assert.include(bytesOf(disk), secret)
  }),
)
