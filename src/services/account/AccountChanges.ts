import { Clock, Effect, Option } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { RenameDevice, UpdateSyncConfig, UpdateUser } from "../../domain/Mutation.ts"
import { DeviceRepo } from "../device/DeviceRepo.ts"
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

    const updateUser = Effect.fn("AccountChanges.updateUser")(function* ({
      userId,
      patch,
    }: typeof UpdateUser.Type) {
      const user = yield* orNotFound(yield* users.byId(userId), "user", userId)
      yield* users.update({ ...user, ...patch, updatedAt: yield* Clock.currentTimeMillis })
      return user.version
    })

    const renameDevice = Effect.fn("AccountChanges.renameDevice")(function* (
      mutation: typeof RenameDevice.Type,
    ) {
      const device = yield* orNotFound(yield* devices.byId(mutation.deviceId), "device", mutation.deviceId)
      yield* devices.update({ ...device, name: mutation.name })
      return 0
    })

    const updateSyncConfig = Effect.fn("AccountChanges.updateSyncConfig")(function* ({
      userId,
      patch,
    }: typeof UpdateSyncConfig.Type) {
      const config = yield* orNotFound(yield* configs.byId(userId), "sync_config", userId)
      yield* configs.update({ ...config, ...patch, updatedAt: yield* Clock.currentTimeMillis })
      return 0
    })

    return { updateUser, renameDevice, updateSyncConfig } as const
  }),
}) {}
