import { type Accessor, createSignal, onMount } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { Device } from "../../domain/Device.ts"
import type { DeviceId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { newEventId } from "../client/newId.ts"
import { attempt } from "../client/runtime.ts"
import { submit } from "./changes.ts"
import { followShown } from "./problems.ts"

type Failed = (failure: Failure) => void

export interface Devices {
  readonly loaded: Accessor<boolean>
  /** This one first. */
  readonly devices: ReadonlyArray<Device>
  /** Asks the server when each last synced. */
  readonly refresh: (failed: Failed) => void
  readonly rename: (deviceId: DeviceId, name: string, failed: Failed) => void
  /** The device stops syncing at once and keeps what it has. */
  readonly revoke: (deviceId: DeviceId, done: () => void, failed: Failed) => void
}

/** The devices of the account, as a store that is reconciled by id. */
export const useDevices = (): Devices => {
  const [loaded, setLoaded] = createSignal(false)
  const [state, setState] = createStore<{ rows: ReadonlyArray<Device> }>({ rows: [] })
  onMount(() =>
    followShown(
      (client) => client.devices.watch(undefined, { asMailbox: true }),
      (all) => {
        setLoaded(true)
        setState("rows", reconcile([...all], { key: "id" }))
      },
    ),
  )
  return {
    loaded,
    get devices() {
      return state.rows
    },
    refresh: (failed) => {
      attempt((client) => client.devices.refresh(), { failure: failed })
    },
    rename: (deviceId, name, failed) =>
      submit([{ _tag: "RenameDevice", eventId: newEventId(), deviceId, name }], { failed }),
    revoke: (deviceId, done, failed) => {
      attempt((client) => client.devices.revoke({ deviceId }), { success: done, failure: failed })
    },
  }
}
