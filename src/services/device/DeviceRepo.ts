import { Effect } from "effect"
import { Device } from "../../domain/Device.ts"
import { makeRepo } from "../database/makeRepo.ts"

export class DeviceRepo extends Effect.Service<DeviceRepo>()("openchat/DeviceRepo", {
  effect: makeRepo({ table: "device", schema: Device, key: "id" }),
}) {}
