import { Effect, Option } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import { UserRepo } from "../account/UserRepo.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { DeviceRepo } from "./DeviceRepo.ts"
import { Identity } from "./Identity.ts"

/** This device and the person who uses it, as a page watches them. */
export class ThisDevice extends Effect.Service<ThisDevice>()("openchat/ThisDevice", {
  effect: Effect.gen(function* () {
    const live = yield* LiveQueries
    const devices = yield* DeviceRepo
    const users = yield* UserRepo
    const { deviceId, userId } = yield* Identity

    const read = Effect.gen(function* () {
      const [device, user] = yield* Effect.all([devices.byId(deviceId), users.byId(userId)])
      if (Option.isNone(device)) return yield* new NotFound({ entity: "device", id: deviceId })
      if (Option.isNone(user)) return yield* new NotFound({ entity: "user", id: userId })
      return { device: device.value, user: user.value }
    })

    return { watch: live.watch(["devices", "users"], read) } as const
  }),
}) {}
