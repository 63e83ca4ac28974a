import { Effect, Option } from "effect"
import type { Device } from "../../domain/Device.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { User } from "../../domain/User.ts"
import { UserRepo } from "../account/UserRepo.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { DeviceRepo } from "./DeviceRepo.ts"
import { Identity } from "./Identity.ts"

/** This device and the person who uses it, as a page watches them. */
export class ThisDevice extends Effect.Service<ThisDevice>()("openchat/ThisDevice", {
  effect: Effect.gen(function* () {
    const devices = yield* DeviceRepo
    const users = yield* UserRepo
    const { deviceId, userId } = yield* Identity

    const read = Effect.gen(function* () {
      const [device, user] = yield* Effect.all([devices.byId(deviceId), users.byId(userId)])
      if (Option.isNone(device)) return yield* new NotFound({ entity: "device", id: deviceId })
      if (Option.isNone(user)) return yield* new NotFound({ entity: "user", id: userId })
      return { device: device.value, user: user.value }
    })

    const watch: LiveQuery<{ readonly device: Device; readonly user: User }> = {
      keys: ["devices", "users"],
      run: read,
    }

    return { watch } as const
  }),
}) {}
