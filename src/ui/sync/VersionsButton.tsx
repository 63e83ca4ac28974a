import { Show } from "solid-js"
import IconVersions from "~icons/lucide/git-compare-arrows"
import { conflictsOf } from "../data/useConflicts.ts"
import { countVersions, showVersions, type Subject } from "./versions.ts"
import "./versionsButton.css"

/** On what was changed on two devices, for as long as nobody has chosen between the versions. */
export const VersionsButton = (props: { readonly subject: Subject }) => (
  <Show when={conflictsOf(props.subject).length > 0}>
    <button type="button" class="versions-button" onClick={() => showVersions({ ...props.subject })}>
      <IconVersions />
      {countVersions(conflictsOf(props.subject))} versions
    </button>
  </Show>
)
