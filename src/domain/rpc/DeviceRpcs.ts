import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { Device } from "../Device.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { User } from "../User.ts"

export class DeviceRpcs extends RpcGroup.make(
  /** This device and the person who uses it. */
  Rpc.make("watch", {
    success: Schema.Struct({ device: Device, user: User }),
    error: StorageError,
    stream: true,
  }),
).prefix("device.") {}
