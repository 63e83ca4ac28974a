import { Effect, Option } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type {
  KeepConflict,
  RenameDevice,
  ResolveConflict,
  UpdateSyncConfig,
  UpdateUser,
} from "../../domain/Mutation.ts"
import { millisOf, type Timestamp } from "../../domain/Timestamp.ts"
import { unseen } from "../../domain/Scalars.ts"
import { Identity } from "../device/Identity.ts"
import { DeviceRepo } from "../device/DeviceRepo.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { stamp } from "../database/stamp.ts"
import { SyncConfigRepo } from "./SyncConfigRepo.ts"
import { UserRepo } from "./UserRepo.ts"

const orNotFound = <A>(found: Option.Option<A>, entity: NotFound["entity"], id: string) =>
  Option.match(found, {
    onNone: () => Effect.fail(new NotFound({ entity, id })),
    onSome: (row) => Effect.succeed(row),
  })

/** Writes what the mutations of a person, a device and the settings of sync ask for. */
export class AccountChanges extends Effect.Service<AccountChanges>()("openchat/AccountChanges", {
  effect: Effect.gen(function* () {
    const users = yield* UserRepo
    const devices = yield* DeviceRepo
    const configs = yield* SyncConfigRepo
    const conflicts = yield* ConflictRepo
    const { userId } = yield* Identity

    const updateUser = Effect.fn("AccountChanges.updateUser")(function* (
      { userId, patch }: typeof UpdateUser.Type,
      timestamp: Timestamp,
    ) {
      const user = yield* orNotFound(yield* users.byId(userId), "user", userId)
      const clocks = stamp(user.clocks, patch, timestamp)
      yield* users.update({ ...user, ...patch, updatedAt: millisOf(timestamp), clocks })
      return { baseVersion: user.version }
    })

    const renameDevice = Effect.fn("AccountChanges.renameDevice")(function* (
      mutation: typeof RenameDevice.Type,
      timestamp: Timestamp,
    ) {
      const device = yield* orNotFound(yield* devices.byId(mutation.deviceId), "device", mutation.deviceId)
      const { name } = mutation
      yield* devices.update({ ...device, name, clocks: stamp(device.clocks, { name }, timestamp) })
      return { baseVersion: device.version }
    })

    const updateSyncConfig = Effect.fn("AccountChanges.updateSyncConfig")(function* (
      { userId, patch }: typeof UpdateSyncConfig.Type,
      timestamp: Timestamp,
    ) {
      const config = yield* orNotFound(yield* configs.byId(userId), "sync_config", userId)
      const clocks = stamp(config.clocks, patch, timestamp)
      yield* configs.update({ ...config, ...patch, updatedAt: millisOf(timestamp), clocks })
      return { baseVersion: config.version }
    })

    const resolveConflict = Effect.fn("AccountChanges.resolveConflict")(function* (
      { conflictId, resolution }: typeof ResolveConflict.Type,
      timestamp: Timestamp,
    ) {
      const conflict = yield* orNotFound(yield* conflicts.byId(conflictId), "conflict", conflictId)
      const fields = { resolution, resolvedAt: millisOf(timestamp) }
      yield* conflicts.update({
        ...conflict,
        ...fields,
        clocks: stamp(conflict.clocks, fields, timestamp),
      })
      return { baseVersion: conflict.version }
    })

    const keepConflict = Effect.fn("AccountChanges.keepConflict")(function* ({
      conflict,
      conflictId: id,
    }: typeof KeepConflict.Type) {
      const known = yield* conflicts.byId(id)
      if (Option.isNone(known)) yield* conflicts.insert([{ ...conflict, id, userId, ...unseen }])
      return { baseVersion: 0 }
    })

    return { keepConflict, updateUser, renameDevice, updateSyncConfig, resolveConflict } as const
  }),
}) {}
