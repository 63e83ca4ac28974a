import { Effect, Option } from "effect"
import type { Device } from "../../domain/Device.ts"
import { NeedsAuth, Transient } from "../../domain/errors/SyncErrors.ts"
import type { DeviceId } from "../../domain/Ids.ts"
import type { RefusedChange } from "../../domain/rpc/CloudRpcs.ts"
import { initialConfig, type SyncConfig, type SyncMode } from "../../domain/SyncConfig.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { DeviceRepo } from "../device/DeviceRepo.ts"
import { Identity } from "../device/Identity.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { Adoption } from "../account/Adoption.ts"
import { KeptState } from "../storage/KeptState.ts"
import { SyncRounds } from "./SyncRounds.ts"
import { CloudApi } from "./CloudApi.ts"
import { Outbox, textOf } from "./Outbox.ts"
import { SyncEngine } from "./SyncEngine.ts"
import { SyncState } from "./SyncState.ts"

/** What a page asks of sync besides its status. */
export class Cloud extends Effect.Service<Cloud>()("openchat/Cloud", {
  effect: Effect.gen(function* () {
    const cloud = yield* CloudApi
    const configs = yield* SyncConfigRepo
    const deviceRepo = yield* DeviceRepo
    const engine = yield* SyncEngine
    const adoption = yield* Adoption
    const kept = yield* KeptState
    const live = yield* LiveQueries
    const rounds = yield* SyncRounds
    const outbox = yield* Outbox
    const state = yield* SyncState
    const { deviceId, signedIn, userId } = yield* Identity

    const config: LiveQuery<SyncConfig> = {
      keys: ["sync_config"],
      run: Effect.map(
        configs.byId(userId),
        Option.getOrElse(() => initialConfig(userId, 0)),
      ),
    }

    const write = (mode: SyncMode) =>
      Effect.gen(function* () {
        yield* configs.update({ ...(yield* config.run), mode })
        yield* kept.save
        yield* live.invalidate(["sync_config"])
      })

    /** Brings everything to the server before this device forgets it. */
    const empty = Effect.gen(function* () {
      const connection = yield* cloud.connect
      yield* rounds.greet(connection)
      yield* rounds.round(connection)
      const waiting = yield* outbox.pendingCount
      if (waiting > 0) return yield* new Transient({ detail: `${waiting} changes still wait` })
      yield* adoption.forgetChats
    }).pipe(Effect.scoped)

    /**
     * Another mode for this device. The database is opened anew afterwards, in memory or on the disk.
     *
     * @throws NeedsAuth if there is no account for it
     * @throws Offline if the server must have everything first, or must give it back, and cannot be reached
     */
    const setMode = Effect.fn("Cloud.setMode")(function* (mode: SyncMode) {
      if (mode === (yield* config.run).mode) return
      if (mode !== "local-only" && !signedIn) return yield* new NeedsAuth()
      if (mode === "cloud-only") yield* empty
      yield* write(mode)
    })

    /** For a device that kept nothing: everything is fetched before it goes on alone. */
    const fetchAll = Effect.gen(function* () {
      const connection = yield* cloud.connect
      yield* rounds.greet(connection)
      yield* rounds.round(connection)
    }).pipe(Effect.scoped, Effect.withSpan("Cloud.fetchAll"))

    const refused: LiveQuery<ReadonlyArray<RefusedChange>> = {
      keys: ["events"],
      run: Effect.flatMap(outbox.refused(200), (events) =>
        Effect.forEach(events, (event) =>
          Effect.map(
            Effect.orElseSucceed(textOf(event), () => event.data),
            (text) => ({ event, text }),
          ),
        ),
      ),
    }

    const discardRefused = Effect.fn("Cloud.discardRefused")(function* (eventId: string) {
      yield* outbox.discard(eventId)
      yield* live.invalidate(["events"])
    })

    const acceptServer = Effect.fn("Cloud.acceptServer")(function* (keep: boolean) {
      yield* state.acceptServer(keep)
      yield* engine.trigger
    })

    /** This one first, then the newest. */
    const devices: LiveQuery<ReadonlyArray<Device>> = {
      keys: ["devices"],
      run: Effect.map(deviceRepo.ofUser(userId), (all) =>
        all.toSorted((a, b) => (a.id === deviceId ? -1 : b.id === deviceId ? 1 : b.createdAt - a.createdAt)),
      ),
    }

    const put = (device: Device) =>
      Effect.flatMap(deviceRepo.byId(device.id), (found) => {
        if (Option.isNone(found)) return deviceRepo.insert([device])
        const { lastSyncAt, revokedAt } = device
        return deviceRepo.update({ ...found.value, lastSyncAt, revokedAt })
      })

    /** The conversation that is going on, or one for the question alone. */
    const reached = Effect.flatMap(
      engine.connection,
      Option.match({ onNone: () => cloud.connect, onSome: Effect.succeed }),
    )

    const refreshDevices = Effect.gen(function* () {
      if (!signedIn) return yield* new NeedsAuth()
      const connection = yield* reached
      yield* withStorageErrors(Effect.forEach(yield* connection.devices, put, { discard: true }))
      yield* live.invalidate(["devices"])
    }).pipe(Effect.scoped, Effect.withSpan("Cloud.refreshDevices"))

    const revokeDevice = Effect.fn("Cloud.revokeDevice")(function* (id: DeviceId) {
      if (!signedIn) return yield* new NeedsAuth()
      yield* Effect.scoped(Effect.flatMap(reached, (connection) => connection.revokeDevice(id)))
      yield* refreshDevices
    })

    return {
      config,
      fetchAll,
      isCloudOnly: kept.cloudOnly,
      setMode,
      refused,
      discardRefused,
      acceptServer,
      devices,
      refreshDevices,
      revokeDevice,
    } as const
  }),
}) {}
