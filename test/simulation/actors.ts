import { Clock, type Context, Effect, Exit, Layer, Scope } from "effect"
import { UserId } from "../../src/domain/Ids.ts"
import { serverMigrations } from "../../src/server/store/serverMigrations.ts"
import { Pokes } from "../../src/server/sync/Pokes.ts"
import * as SyncServer from "../../src/server/sync/SyncServer.ts"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { ProviderKeys } from "../../src/services/assistant/ProviderKeys.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { migrate } from "../../src/services/database/Migrations.ts"
import { SyncConfigRepo } from "../../src/services/account/SyncConfigRepo.ts"
import { UserRepo } from "../../src/services/account/UserRepo.ts"
import { DeviceProfile } from "../../src/services/device/DeviceProfile.ts"
import { DeviceRepo } from "../../src/services/device/DeviceRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { AccountApi } from "../../src/services/account/AccountApi.ts"
import { OpenTabs } from "../../src/services/chat/OpenTabs.ts"
import { BrowserStorage } from "../../src/services/storage/BrowserStorage.ts"
import { CloudApi } from "../../src/services/sync/CloudApi.ts"
import { KeptState } from "../../src/services/storage/KeptState.ts"
import { NetworkStatus } from "../../src/services/sync/NetworkStatus.ts"
import type { Disk } from "../support/DiskVfs.ts"
import { copyOf, layerDisk, makeDisk } from "../support/disk.ts"
import type { Random } from "./random.ts"

export const user = { userId: UserId.make("u".repeat(21)), name: "Ann", email: "ann@example.com" }

/** Everybody's time, in milliseconds since 1970; each actor's clock is wrong by its own offset. */
export interface World {
  readonly random: Random
  readonly cipher: (text: string) => string
  now: number
}

const clockOf = (world: World, offset: () => number): Clock.Clock => {
  const millis = () => world.now + offset()
  return {
    ...Clock.make(),
    unsafeCurrentTimeMillis: millis,
    unsafeCurrentTimeNanos: () => BigInt(millis()) * 1_000_000n,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanos: Effect.sync(() => BigInt(millis()) * 1_000_000n),
  }
}

const nanoid = ({ random }: World) => Layer.succeed(Nanoid, { random: Effect.sync(() => random.text(14)) })

const deviceLayer = (world: World, disk: Disk) =>
  LocalDatabase.layer.pipe(
    Layer.provideMerge(layerDisk(disk)),
    Layer.provide(
      Layer.mergeAll(
        BrowserStorage.layerTest,
        OpenTabs.layerNone,
        DeviceProfile.layerTest,
        Problems.Default,
        CloudApi.layerOffline,
        AccountApi.layerOffline,
        NetworkStatus.layerTest,
        KeptState.layerSame,
        Assistant.layerNone,
        BrowserNetwork.layerTest,
        ProviderKeys.layerMemory,
        ErrorHandler.layer({ logging: false, cures: {} }),
      ),
    ),
    Layer.provideMerge(nanoid(world)),
  )

const serverLayer = (world: World, disk: Disk) =>
  SyncServer.layer.pipe(
    Layer.provideMerge(Pokes.layerMemory),
    Layer.provideMerge(nanoid(world)),
    Layer.provideMerge(Layer.provideMerge(Layer.effectDiscard(migrate(serverMigrations)), layerDisk(disk))),
  )

interface Life<R> {
  readonly context: Context.Context<R>
  readonly scope: Scope.CloseableScope
}

/** Something with a disk that can lose its power between any two writes, and begins anew on what it had written. */
const makeActor = <R, E>(
  world: World,
  layer: (world: World, disk: Disk) => Layer.Layer<R, E>,
  from: Disk,
) => {
  let disk = from
  let life: Life<R> | undefined
  const self = {
    /** Milliseconds by which its clock is ahead. */
    offset: 0,
    /** What is done to its services after each start: how a rule is broken on purpose. */
    tamper: (_context: Context.Context<R>): void => undefined,
    disk: () => disk,
  }
  const timed = Effect.withClock(clockOf(world, () => self.offset))

  const boot = Effect.gen(function* () {
    const scope = yield* Scope.make()
    const context = yield* timed(Layer.buildWithScope(Layer.fresh(layer(world, disk)), scope))
    self.tamper(context)
    life = { context, scope }
    return context
  })

  /** Closes it as a power cut does: what was not written is gone. */
  const cut = Effect.gen(function* () {
    disk.power = 0
    const old = disk
    disk = copyOf(old)
    if (life !== undefined) yield* Effect.exit(Scope.close(life.scope, Exit.void))
    life = undefined
  })

  const run = <A, E2>(effect: Effect.Effect<A, E2, R>) =>
    Effect.gen(function* () {
      const context = life === undefined ? yield* Effect.orDie(boot) : life.context
      return yield* timed(Effect.provide(effect, context))
    })

  /** Runs it while the power may go after so many writes. Null if it went. */
  const runUntil = <A, E2>(writes: number, effect: Effect.Effect<A, E2, R>) =>
    Effect.gen(function* () {
      yield* run(Effect.void)
      disk.power = writes
      const exit = yield* Effect.exit(run(effect))
      if (disk.power > 0) {
        disk.power = Number.POSITIVE_INFINITY
        return exit
      }
      yield* cut
      return null
    })

  const replaceDisk = (by: Disk) =>
    Effect.zipRight(
      cut,
      Effect.sync(() => {
        disk = copyOf(by)
      }),
    )

  const stop = Effect.suspend(() => (life === undefined ? Effect.void : Scope.close(life.scope, Exit.void)))

  return Object.assign(self, { run, runUntil, cut, replaceDisk, stop })
}

/** Disks on which the migrations have run: made once, since they take longer than a short history. */
const prepared = Effect.runSync(
  Effect.cachedFunction((which: "server" | "device") =>
    Effect.gen(function* () {
      const disk = makeDisk()
      const run = which === "server" ? migrate(serverMigrations) : migrate()
      yield* Effect.orDie(Effect.provide(run, layerDisk(disk)))
      return disk
    }),
  ),
)

export const makeServer = (world: World) =>
  Effect.map(prepared("server"), (disk) => makeActor(world, serverLayer, copyOf(disk)))
export type Server = Effect.Effect.Success<ReturnType<typeof makeServer>>

export const makeDevice = (world: World) =>
  Effect.map(prepared("device"), (disk) => makeActor(world, deviceLayer, copyOf(disk)))
export type Device = Effect.Effect.Success<ReturnType<typeof makeDevice>>

/** Only what a sign-in needs: to start all of a device's services takes longer than many a history. */
const adoptionLayer = (world: World, disk: Disk) =>
  Adoption.Default.pipe(
    Layer.provide(Identity.Default),
    Layer.provide(Layer.mergeAll(DeviceRepo.Default, SyncConfigRepo.Default, UserRepo.Default)),
    Layer.provide(
      Layer.mergeAll(layerDisk(disk), DeviceProfile.layerTest, ProviderKeys.layerMemory, nanoid(world)),
    ),
  )

/** Whose the data is, is read at the start, so it is done before. */
export const signIn = (world: World, device: Device) =>
  Effect.gen(function* () {
    const before = makeActor(world, adoptionLayer, device.disk())
    before.offset = device.offset
    yield* before.run(Effect.flatMap(Adoption, (it) => it.adopt(user)))
    yield* before.cut
    yield* device.replaceDisk(before.disk())
  })
