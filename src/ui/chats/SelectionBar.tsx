import { type Component, type JSX, onMount } from "solid-js"
import { Dynamic } from "solid-js/web"
import IconArchive from "~icons/lucide/archive"
import IconDownload from "~icons/lucide/download"
import IconFolder from "~icons/lucide/folder-input"
import IconPin from "~icons/lucide/pin"
import IconTrash from "~icons/lucide/trash-2"
import IconX from "~icons/lucide/x"
import { exportChats } from "../data/exports.ts"
import { showToast } from "../shell/toasts.ts"
import { archiveAll, deleteAll, pinAll } from "./bulkCommands.ts"
import { selectionWords } from "./folderWords.ts"
import { askForFolderOf } from "./moveChats.ts"
import { endSelecting, selectedIds } from "./selection.ts"

const Tool = (props: {
  readonly name: string
  readonly icon: Component<JSX.SvgSVGAttributes<SVGSVGElement>>
  readonly onClick: () => void
}) => (
  <button
    type="button"
    class="icon-button"
    aria-label={props.name}
    title={props.name}
    disabled={selectedIds().length === 0}
    onClick={() => props.onClick()}
  >
    <Dynamic component={props.icon} />
  </button>
)

/** What can be done with all chats that are selected, each in one step that can be taken back. */
export const SelectionBar = () => {
  let done: HTMLButtonElement | undefined
  const then = (run: (ids: ReturnType<typeof selectedIds>) => void) => () => {
    run(selectedIds())
    endSelecting()
  }
  onMount(() => done?.focus())
  return (
    <div class="selection-bar" role="toolbar" aria-label={selectionWords.toolbar}>
      <p class="selection-count" role="status">
        {selectedIds().length === 0 ? selectionWords.hint : selectionWords.count(selectedIds().length)}
      </p>
      <button
        ref={done}
        type="button"
        class="icon-button"
        aria-label={selectionWords.done}
        title={selectionWords.done}
        onClick={endSelecting}
      >
        <IconX />
      </button>
      <div class="selection-tools">
        <Tool name={selectionWords.pin} icon={IconPin} onClick={then(pinAll)} />
        <Tool name={selectionWords.archive} icon={IconArchive} onClick={then(archiveAll)} />
        <Tool name={selectionWords.move} icon={IconFolder} onClick={() => askForFolderOf(selectedIds())} />
        <Tool
          name={selectionWords.export}
          icon={IconDownload}
          onClick={() =>
            exportChats(selectedIds()).then(
              (name) => {
                showToast(selectionWords.exported(name))
                endSelecting()
              },
              (error: unknown) => showToast(error instanceof Error ? error.message : String(error)),
            )
          }
        />
        <Tool name={selectionWords.remove} icon={IconTrash} onClick={then(deleteAll)} />
      </div>
    </div>
  )
}
