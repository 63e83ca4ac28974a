import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Fiber, Layer, Ref, Stream, SubscriptionRef, TestClock } from "effect"
import { NeedsAuth, Offline, ProtocolTooOld, ServerOverloaded } from "../../src/domain/errors/SyncErrors.ts"
import { stateOf, type SyncStatus } from "../../src/domain/sync/SyncStatus.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { AccountApi } from "../../src/services/account/AccountApi.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { DeviceProfile } from "../../src/services/device/DeviceProfile.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { OpenTabs } from "../../src/services/chat/OpenTabs.ts"
import { BrowserStorage } from "../../src/services/storage/BrowserStorage.ts"
import { CloudApi, type CloudConnection, type CloudError } from "../../src/services/sync/CloudApi.ts"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../../src/services/assistant/ProviderKeys.ts"
import { KeptState } from "../../src/services/storage/KeptState.ts"
import { NetworkStatus } from "../../src/services/sync/NetworkStatus.ts"
import { SyncEngine } from "../../src/services/sync/SyncEngine.ts"
import { connect, makeServer, user } from "../simulation/world.ts"
import { chatIdOf, eventIdOf } from "../support/ids.ts"
import { MemoryDatabase } from "../support/platform.ts"

/** A server that a test can take away, and a count of how often somebody asked for it. */
const makeCloud = Effect.gen(function* () {
  const server = yield* makeServer
  const real = yield* connect(server)
  const failure = yield* Ref.make<CloudError | null>(null)
  const attempts = yield* Ref.make(0)
  const guarded = <A>(call: Effect.Effect<A, CloudError>) =>
    Effect.flatMap(failure, (error) => (error === null ? call : Effect.fail(error)))
  const connection: CloudConnection = {
    hello: (hello) => guarded(real.hello(hello)),
    push: (push) => guarded(real.push(push)),
    pull: (pull) => guarded(real.pull(pull)),
    snapshot: (request) => guarded(real.snapshot(request)),
    watch: (deviceId) => real.watch(deviceId),
    devices: guarded(real.devices),
    emptyTrash: (request) => guarded(real.emptyTrash(request)),
    revokeDevice: (deviceId) => guarded(real.revokeDevice(deviceId)),
  }
  const layer = Layer.succeed(CloudApi, {
    connect: Effect.as(
      Ref.update(attempts, (n) => n + 1),
      connection,
    ),
  })
  return { layer, failure, attempts }
})

const platform = Layer.mergeAll(
  MemoryDatabase,
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
  ErrorHandler.layer({ logging: false, cures: {} }),
)

/** A device that signed in, opened as after a start. */
const makeSignedIn = (cloud: Layer.Layer<CloudApi>) =>
  Effect.gen(function* () {
    const base = yield* Layer.build(Layer.fresh(Layer.merge(platform, cloud)))
    yield* Effect.flatMap(Adoption, (it) => it.adopt(user)).pipe(
      Effect.provide(LocalDatabase.layer),
      Effect.provide(base),
    )
    return yield* Effect.provide(Layer.build(Layer.fresh(LocalDatabase.layer)), base)
  })

type Device = Effect.Effect.Success<ReturnType<typeof makeSignedIn>>

const reaches = (device: Device, wanted: (status: SyncStatus) => boolean) =>
  Context.get(device, SyncEngine).status.changes.pipe(Stream.filter(wanted), Stream.take(1), Stream.runDrain)

const status = (device: Device) => SubscriptionRef.get(Context.get(device, SyncEngine).status)

const synced = (it: SyncStatus) => stateOf(it) === "synced"

const write = (device: Device, n: number) =>
  Effect.provide(
    Effect.flatMap(Mutations, (it) =>
      it.apply([{ _tag: "CreateChat", eventId: eventIdOf(n), chatId: chatIdOf(n), title: `Chat ${n}` }]),
    ),
    device,
  )

describe("the engine of sync", () => {
  it.scoped("sends a change as soon as it is made, and hears of one made elsewhere", () =>
    Effect.gen(function* () {
      const { layer } = yield* makeCloud
      const [a, b] = [yield* makeSignedIn(layer), yield* makeSignedIn(layer)]
      yield* reaches(a, synced)
      yield* reaches(b, synced)
      const heard = yield* Effect.fork(reaches(b, (it) => synced(it) && (it.lastSyncedAt ?? 0) >= 1_000))
      yield* TestClock.adjust("1 second")
      yield* write(a, 1)
      yield* Fiber.join(heard)
      yield* reaches(a, (it) => synced(it) && it.pendingChanges === 0)
    }),
  )

  it.scoped("S8: says that it is offline, keeps what waits, and tries less and less often", () =>
    Effect.gen(function* () {
      const { attempts, failure, layer } = yield* makeCloud
      yield* Ref.set(failure, new Offline({ detail: "test" }))
      const device = yield* makeSignedIn(layer)
      yield* reaches(device, (it) => it.error !== null)
      yield* write(device, 1)
      yield* reaches(device, (it) => it.pendingChanges === 1)
      assert.strictEqual(stateOf(yield* status(device)), "offline")
      yield* Effect.repeatN(TestClock.adjust("15 seconds"), 39)
      const tried = yield* attempts
      // every second would be 600
      assert.isAtLeast(tried, 8)
      assert.isAtMost(tried, 30)

      yield* Ref.set(failure, null)
      const back = yield* Effect.fork(reaches(device, synced))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(back)
      assert.strictEqual((yield* status(device)).pendingChanges, 0)
    }),
  )

  it.scoped("a server that asks to be left alone is, also if somebody writes or asks meanwhile", () =>
    Effect.gen(function* () {
      const { attempts, failure, layer } = yield* makeCloud
      const device = yield* makeSignedIn(layer)
      yield* reaches(device, synced)
      yield* Ref.set(failure, new ServerOverloaded({ retryAfter: 300_000 }))
      yield* write(device, 1)
      yield* reaches(device, (it) => it.error?._tag === "ServerOverloaded")
      const before = yield* attempts
      yield* Ref.set(failure, null)
      yield* write(device, 2)
      yield* Context.get(device, SyncEngine).trigger
      yield* TestClock.adjust("299 seconds")
      assert.strictEqual(yield* attempts, before)
      const back = yield* Effect.fork(reaches(device, (it) => synced(it) && it.pendingChanges === 0))
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(back)
    }),
  )

  it.scoped("S8: a server that is too old keeps changes waiting, and is found again when it is updated", () =>
    Effect.gen(function* () {
      const { failure, layer } = yield* makeCloud
      const device = yield* makeSignedIn(layer)
      yield* reaches(device, synced)
      yield* Ref.set(failure, new ProtocolTooOld({ side: "server", spoken: 1, oldest: 2 }))
      yield* write(device, 1)
      yield* reaches(device, (it) => stateOf(it) === "stopped" && it.pendingChanges === 1)

      yield* Ref.set(failure, null)
      const back = yield* Effect.fork(reaches(device, (it) => synced(it) && it.pendingChanges === 0))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(back)
    }),
  )

  it.scoped("a session that ended stops sync until somebody asks again, and loses nothing", () =>
    Effect.gen(function* () {
      const { attempts, failure, layer } = yield* makeCloud
      const device = yield* makeSignedIn(layer)
      yield* reaches(device, synced)
      yield* Ref.set(failure, new NeedsAuth())
      yield* write(device, 1)
      yield* reaches(device, (it) => stateOf(it) === "signed-out")
      const before = yield* attempts
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* attempts, before)

      yield* Ref.set(failure, null)
      yield* Context.get(device, SyncEngine).trigger
      yield* reaches(device, synced)
      assert.strictEqual((yield* status(device)).pendingChanges, 0)
    }),
  )
})
