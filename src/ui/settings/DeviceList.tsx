import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js"
import type { Device } from "../../domain/Device.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { useDevices } from "../data/useDevices.ts"
import { announce } from "../shell/announce.ts"
import { clock } from "../shell/clock.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { showDay, showFull } from "../shell/times.ts"
import { showFailure } from "../shell/toasts.ts"
import { ago } from "../sync/ago.ts"
import { DeviceNameEditor } from "./DeviceNameEditor.tsx"

const lastSync = ({ lastSyncAt }: Device, now: number) =>
  lastSyncAt === null ? "Has not synced yet" : `Last synced ${ago(lastSyncAt, now)}`

const Item = (props: {
  readonly device: Device
  readonly isThis: boolean
  readonly canRevoke: boolean
  readonly onRename: (name: string) => void
  readonly onRevoke: () => void
}) => {
  const [renaming, setRenaming] = createSignal(false)
  const nameId = () => `device-${props.device.id}`
  let button: HTMLButtonElement | undefined
  const stop = () => {
    setRenaming(false)
    button?.focus()
  }
  return (
    <li class="device-row">
      <Show
        when={!renaming()}
        fallback={
          <DeviceNameEditor
            name={props.device.name}
            onDone={(name) => {
              stop()
              props.onRename(name)
            }}
            onCancel={stop}
          />
        }
      >
        <div class="device-text">
          <p class="device-name">
            <span id={nameId()}>{props.device.name}</span>
            <Show when={props.isThis}>
              <span class="badge">This device</span>
            </Show>
            <Show when={props.device.revokedAt}>
              {(at) => <span class="badge">Revoked {showDay(at())}</span>}
            </Show>
          </p>
          <p class="device-times">
            <span title={props.device.lastSyncAt === null ? undefined : showFull(props.device.lastSyncAt)}>
              {lastSync(props.device, clock()())}
            </span>
            <span title={showFull(props.device.createdAt)}>Added {showDay(props.device.createdAt)}</span>
          </p>
        </div>
        <div class="actions">
          <button
            ref={button}
            type="button"
            class="button small"
            aria-describedby={nameId()}
            onClick={() => setRenaming(true)}
          >
            Rename
          </button>
          <Show when={props.canRevoke && props.device.revokedAt === null}>
            <button
              type="button"
              class="button small danger"
              aria-describedby={nameId()}
              onClick={() => props.onRevoke()}
            >
              Revoke
            </button>
          </Show>
        </div>
      </Show>
    </li>
  )
}

/** The devices of the account, each with what is known of its last sync. */
export const DeviceList = () => {
  const list = useDevices()
  const [revoking, setRevoking] = createSignal<Device>()
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  // a memo: not each change of the status is a reason to ask
  const inTouch = createMemo(() => {
    const status = syncStatus()
    return status !== undefined && status.mode !== "local-only" && status.signedIn && status.online
  })
  // what other devices did since is only known to the server
  createEffect(
    on(inTouch, (reachable) => {
      if (reachable) list.refresh(() => {})
    }),
  )
  const isThis = (device: Device) => device.id === list.devices[0]?.id
  const close = () => {
    setRevoking(undefined)
    setBusy(false)
    setProblem(undefined)
  }
  const revoke = ({ id, name }: Device) => {
    setBusy(true)
    list.revoke(
      id,
      () => {
        close()
        announce(`${name} was revoked`)
      },
      ({ error, sentence }) => {
        setBusy(false)
        setProblem(error?._tag === "Offline" ? `${error.message} Try again then.` : sentence)
      },
    )
  }
  return (
    <section class="setting">
      <h2 class="setting-name" id="devices-title">
        Devices
      </h2>
      <Show when={list.loaded()} fallback={<ListSkeleton rows={2} />}>
        <ul class="device-list" aria-labelledby="devices-title">
          <For each={list.devices}>
            {(device) => (
              <Item
                device={device}
                isThis={isThis(device)}
                canRevoke={syncStatus()?.signedIn === true}
                onRename={(name) => {
                  list.rename(device.id, name, showFailure)
                  announce("Renamed")
                }}
                onRevoke={() => setRevoking({ ...device })}
              />
            )}
          </For>
        </ul>
      </Show>
      <Show when={revoking()}>
        {(device) => (
          <ConfirmDialog
            title={`Revoke ${device().name}?`}
            confirm="Revoke"
            danger
            busy={busy()}
            problem={problem()}
            onConfirm={() => revoke(device())}
            onClose={close}
          >
            <p>
              It stops syncing at once and can no longer reach your account.
              {isThis(device()) ? " It is the device that you are using now." : ""}
            </p>
            <p>What is on it stays on it, also what it has not sent.</p>
          </ConfirmDialog>
        )}
      </Show>
    </section>
  )
}
