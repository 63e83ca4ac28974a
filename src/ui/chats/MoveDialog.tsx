import { Dialog } from "@kobalte/core/dialog"
import { createMemo, createSignal, For, Show } from "solid-js"
import IconFolder from "~icons/lucide/folder"
import IconFolderPlus from "~icons/lucide/folder-plus"
import IconFolderX from "~icons/lucide/folder-x"
import { maxNameLength } from "../../domain/Text.ts"
import { useFolders } from "../data/useFolders.ts"
import { returnFocus } from "../shell/dialogs.ts"
import { moveAll } from "./bulkCommands.ts"
import { folderWords } from "./folderWords.ts"
import { movingChats } from "./moveChats.ts"
import { endSelecting } from "./selection.ts"
import { setFolderOpen } from "./openFolders.ts"

interface Target {
  readonly folder: string | null
  readonly name: string
  readonly isNew: boolean
}

/** Chooses a folder by its name, one that is there or a new one. */
export const MoveDialog = (props: { readonly onClose: () => void }) => {
  const folders = useFolders()
  const [typed, setTyped] = createSignal("")
  const [at, setAt] = createSignal(0)
  const wanted = () => typed().trim()
  const targets = createMemo((): ReadonlyArray<Target> => {
    const sought = wanted().toLowerCase()
    const known = folders().filter(({ name }) => name.toLowerCase().includes(sought))
    const isKnown = folders().some(({ name }) => name === wanted())
    return [
      ...known.map(({ name }) => ({ folder: name, name, isNew: false })),
      ...(wanted() === "" || isKnown
        ? []
        : [{ folder: wanted(), name: folderWords.create(wanted()), isNew: true }]),
      ...(wanted() === "" ? [{ folder: null, name: folderWords.none, isNew: false }] : []),
    ]
  })
  const chosen = () => Math.min(at(), targets().length - 1)
  const take = (target: Target | undefined) => {
    if (target === undefined) return
    moveAll(movingChats(), target.folder)
    if (target.isNew && target.folder !== null) setFolderOpen(target.folder, true)
    endSelecting()
    props.onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const count = targets().length
    if (event.key === "ArrowDown") setAt((chosen() + 1) % count)
    else if (event.key === "ArrowUp") setAt((chosen() - 1 + count) % count)
    else if (event.key === "Enter") take(targets()[chosen()])
    else return
    event.preventDefault()
  }
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place top">
          <Dialog.Content class="dialog move" onCloseAutoFocus={returnFocus}>
            <Dialog.Title class="move-title">{folderWords.moveTitle(movingChats().length)}</Dialog.Title>
            <input
              class="field move-field"
              role="combobox"
              aria-label={folderWords.moveField}
              aria-expanded="true"
              aria-autocomplete="list"
              aria-controls="move-options"
              aria-activedescendant={`move-option-${chosen()}`}
              placeholder={folderWords.movePlaceholder}
              autocomplete="off"
              maxlength={maxNameLength}
              value={typed()}
              onInput={(event) => {
                setTyped(event.currentTarget.value)
                setAt(0)
              }}
              onKeyDown={onKeyDown}
            />
            <div
              id="move-options"
              class="move-options"
              role="listbox"
              aria-label={folderWords.options}
              tabindex="0"
              onKeyDown={onKeyDown}
            >
              <For each={targets()}>
                {(target, index) => (
                  <div
                    id={`move-option-${index()}`}
                    role="option"
                    class="menu-item"
                    data-highlighted={chosen() === index() ? "" : undefined}
                    aria-selected={chosen() === index()}
                    onPointerMove={() => setAt(index())}
                    onClick={() => take(target)}
                  >
                    <Show
                      when={target.isNew}
                      fallback={
                        <Show when={target.folder === null} fallback={<IconFolder />}>
                          <IconFolderX />
                        </Show>
                      }
                    >
                      <IconFolderPlus />
                    </Show>
                    {target.name}
                  </div>
                )}
              </For>
            </div>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
