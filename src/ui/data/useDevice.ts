import { type Accessor, createSignal, onMount } from "solid-js"
import type { Device } from "../../domain/Device.ts"
import type { Failure } from "../client/Failure.ts"
import { newEventId } from "../client/newId.ts"
import { submit } from "./changes.ts"
import { followShown } from "./problems.ts"

export interface ThisDevice {
  readonly device: Accessor<Device | undefined>
  readonly rename: (name: string, failed: (failure: Failure) => void) => void
}

/** The device that this page runs on. */
export const useDevice = (): ThisDevice => {
  const [device, setDevice] = createSignal<Device>()
  onMount(() =>
    followShown(
      (client) => client.device.watch(undefined, { asMailbox: true }),
      (it) => setDevice(it.device),
    ),
  )
  return {
    device,
    rename: (name, failed) => {
      const current = device()
      if (current === undefined) return
      submit([{ _tag: "RenameDevice", eventId: newEventId(), deviceId: current.id, name }], { failed })
    },
  }
}
