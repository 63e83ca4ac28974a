import { DeviceRpcs } from "../../domain/rpc/DeviceRpcs.ts"
import { ThisDevice } from "../../services/device/ThisDevice.ts"
import { following } from "../calls.ts"

export const DeviceHandlers = DeviceRpcs.toLayer({
  "device.watch": () => following(ThisDevice, (device) => device.watch),
})
