import { Dialog } from "@kobalte/core/dialog"
import { createEffect, createMemo, createSignal, For, Show } from "solid-js"
import IconX from "~icons/lucide/x"
import type { Conflict, Resolution } from "../../domain/Conflict.ts"
import type { Failure } from "../client/Failure.ts"
import { conflictsOf, resolveConflict } from "../data/useConflicts.ts"
import { type Devices, useDevices } from "../data/useDevices.ts"
import { announce } from "../shell/announce.ts"
import { returnFocus } from "../shell/dialogs.ts"
import { showFull, showTime } from "../shell/times.ts"
import { fieldName, sideText } from "./conflictWords.ts"
import { type DiffPart, diffTexts } from "./diffTexts.ts"
import type { Subject } from "./versions.ts"
import "./versions.css"

const saidOf = {
  local: "Local version used",
  cloud: "Cloud version used",
  merge: "Both versions merged",
} as const

const Side = (props: {
  readonly name: "Local" | "Cloud"
  readonly origin: string
  readonly isShown: boolean
  readonly parts: ReadonlyArray<DiffPart>
}) => (
  <section class="version" aria-label={props.name}>
    <header class="version-head">
      <h3>{props.name}</h3>
      <span>{props.origin}</span>
      <Show when={props.isShown}>
        <span class="badge">Shown now</span>
      </Show>
    </header>
    <div class="version-text" role="group" aria-label={`${props.name} text`} tabindex="0" dir="auto">
      <For each={props.parts}>{({ changed, text }) => (changed ? <mark>{text}</mark> : <>{text}</>)}</For>
    </div>
  </section>
)

const Pair = (props: {
  readonly conflict: Conflict
  readonly shown: string | undefined
  readonly devices: Devices
  readonly named: boolean
}) => {
  const local = () => sideText(props.conflict, "local")
  const cloud = () => sideText(props.conflict, "cloud")
  const diff = createMemo(() => diffTexts(local(), cloud()))
  const writer = () => {
    const [own] = props.devices.devices
    const { deviceId } = props.conflict
    if (own?.id === deviceId) return "from this device"
    const found = props.devices.devices.find(({ id }) => id === deviceId)
    return found === undefined ? "from another device" : `from ${found.name}`
  }
  return (
    <div class="version-pair">
      <p class="version-when">
        <Show when={props.named}>{fieldName(props.conflict)}, </Show>
        <time title={showFull(props.conflict.createdAt)}>{showTime(props.conflict.createdAt)}</time>
      </p>
      <Side name="Local" origin={writer()} isShown={props.shown === local()} parts={diff().local} />
      <Side
        name="Cloud"
        origin="was at the server first"
        isShown={props.shown === cloud()}
        parts={diff().cloud}
      />
    </div>
  )
}

/** The versions that two devices made of the same thing, side by side, and the choice between them. */
export const VersionsDialog = (props: { readonly subject: Subject; readonly onClose: () => void }) => {
  const devices = useDevices()
  const conflicts = createMemo(() => conflictsOf(props.subject))
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure>()
  // chosen here or on another device: nothing is left to choose
  createEffect(() => {
    if (conflicts().length === 0) props.onClose()
  })
  const choose = (resolution: Resolution) => {
    setBusy(true)
    setFailure(undefined)
    resolveConflict(
      props.subject,
      resolution,
      () => announce(saidOf[resolution]),
      (problem) => {
        setBusy(false)
        setFailure(problem)
      },
    )
  }
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place">
          <Dialog.Content class="dialog versions" onCloseAutoFocus={returnFocus}>
            <header class="dialog-header">
              <Dialog.Title>Versions</Dialog.Title>
              <Dialog.CloseButton class="icon-button" aria-label="Close">
                <IconX />
              </Dialog.CloseButton>
            </header>
            <Dialog.Description class="versions-intro">
              Two devices changed this, each without knowing of the other. Nothing is lost: what you do not
              choose stays in the list under Sync in the settings.
            </Dialog.Description>
            <div class="versions-body">
              <For each={conflicts()}>
                {(conflict) => (
                  <Pair
                    conflict={conflict}
                    shown={props.subject.shown}
                    devices={devices}
                    named={conflicts().length > 1 || props.subject.entityType !== "message"}
                  />
                )}
              </For>
            </div>
            <footer class="versions-actions">
              <Show when={failure()}>{(it) => <p role="alert">{it().sentence}</p>}</Show>
              <button type="button" class="button" disabled={busy()} onClick={() => choose("local")}>
                Use local
              </button>
              <button type="button" class="button" disabled={busy()} onClick={() => choose("cloud")}>
                Use cloud
              </button>
              <button
                type="button"
                class="button primary"
                title="Keeps both changes; you can edit what comes out"
                disabled={busy()}
                onClick={() => choose("merge")}
              >
                Merge
              </button>
            </footer>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
