import { type Component, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import IconAlert from "~icons/lucide/cloud-alert"
import IconCheck from "~icons/lucide/cloud-check"
import IconDownload from "~icons/lucide/cloud-download"
import IconDrive from "~icons/lucide/hard-drive"
import IconLogIn from "~icons/lucide/log-in"
import IconOff from "~icons/lucide/cloud-off"
import IconPause from "~icons/lucide/circle-pause"
import IconUpload from "~icons/lucide/cloud-upload"
import { stateOf, type SyncState, type SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { isPaused } from "./syncWords.ts"

const icons: Record<SyncState, Component> = {
  "local-only": IconDrive,
  "signed-out": IconLogIn,
  stopped: IconAlert,
  offline: IconOff,
  fetching: IconDownload,
  syncing: IconUpload,
  pending: IconUpload,
  refused: IconAlert,
  synced: IconCheck,
}

/** The state of sync as a picture; the words beside it say the same. */
export const SyncIcon = (props: { readonly status: SyncStatus }) => (
  <Show when={!isPaused(props.status)} fallback={<IconPause />}>
    <Dynamic component={icons[stateOf(props.status)]} />
  </Show>
)
