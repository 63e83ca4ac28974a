import { Dialog } from "@kobalte/core/dialog"
import { useLocation, useNavigate } from "@solidjs/router"
import { Schema } from "effect"
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js"
import IconCheckSquare from "~icons/lucide/square-check"
import IconSearch from "~icons/lucide/search"
import type { ChatRow } from "../../domain/Chat.ts"
import { ChatId } from "../../domain/Ids.ts"
import type { SearchHit } from "../../domain/SearchHit.ts"
import { filtersOf, isFiltered, parseSearch, printSearch } from "../../domain/search/SearchQuery.ts"
import { actionNames } from "../actions/actionWords.ts"
import { availableActions, runAction } from "../actions/registry.ts"
import { startSelecting } from "../chats/selection.ts"
import { useFolders } from "../data/useFolders.ts"
import { useSearch } from "../data/useSearch.ts"
import { noteFound } from "../conversation/found.ts"
import { returnFocus } from "../shell/dialogs.ts"
import { closeDrawer, sidebarShown, toggleSidebar } from "../shell/layout.ts"
import { FilterBar } from "./FilterBar.tsx"
import { paletteStart } from "./openPalette.ts"
import { keyOf, paletteGroups, type PaletteItem } from "./paletteItems.ts"
import { PaletteOption } from "./PaletteOption.tsx"
import { paletteWords } from "./paletteWords.ts"
import { suggestionsFor } from "./suggestions.ts"
import "./palette.css"

interface Props {
  /** The newest first. */
  readonly chats: ReadonlyArray<ChatRow>
  readonly onClose: () => void
}

const isChatId = Schema.is(ChatId)

const pathOf = ({ chatId, messageId }: SearchHit) =>
  messageId === null ? `/chat/${chatId}` : `/chat/${chatId}?message=${messageId}`

/** Finds commands, chats and messages; the arrows choose, Enter takes. */
export const Palette = (props: Props) => {
  const navigate = useNavigate()
  const location = useLocation()
  const folders = useFolders()
  const [typed, setTyped] = createSignal(paletteStart())
  const [pointed, setPointed] = createSignal<string>()
  let field: HTMLInputElement | undefined
  let list: HTMLDivElement | undefined

  const open = createMemo(() => {
    const id = location.pathname.replace(/^\/chat\//, "")
    return isChatId(id) ? id : undefined
  })
  const isCommand = () => typed().startsWith(">")
  const query = createMemo(() => parseSearch(isCommand() ? "" : typed()))
  const asked = createMemo(
    () => {
      const filters = filtersOf(query(), open())
      const { text } = query()
      return text === "" && Object.keys(filters).length === 0 ? undefined : { text, filters }
    },
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  )
  const search = useSearch(() => asked())
  const commands = createMemo(() =>
    availableActions()
      .filter((id) => id !== "palette")
      .map((id) => ({ id, name: actionNames[id] })),
  )
  const names = createMemo(() => folders().map(({ name }) => name))
  const groups = createMemo(() =>
    paletteGroups({
      typed: typed(),
      text: query().text,
      isFiltered: isFiltered(query()),
      commands: commands(),
      chats: props.chats,
      hits: search.hits(),
      suggestions: suggestionsFor(typed(), names()),
    }),
  )
  const items = createMemo(() => groups().flatMap((group) => group.items))
  // what was pointed at stays so while more is found; otherwise it is the first
  const chosen = createMemo(() => {
    const at = items().findIndex((item) => keyOf(item) === pointed())
    return Math.max(0, at)
  })
  createEffect(on(typed, () => setPointed(undefined), { defer: true }))
  createEffect(() => {
    list?.querySelector(`#palette-option-${chosen()}`)?.scrollIntoView({ block: "nearest" })
  })
  const nothing = () => {
    if (items().length > 0 || typed().trim() === "") return ""
    if (isCommand()) return paletteWords.noCommand(typed().slice(1).trim())
    if (search.answered() === undefined || search.answered() !== asked()) return ""
    if (query().text !== "") return paletteWords.nothing(query().text)
    // of a conversation or a speaker nothing is listed before there is a word
    return query().here || query().role !== undefined ? "" : paletteWords.nothingLeft
  }

  const take = (item: PaletteItem | undefined) => {
    switch (item?._tag) {
      case undefined:
        return
      case "Command":
        props.onClose()
        // once the focus is back where it was: it is what some commands go by
        setTimeout(() => runAction(item.id))
        return
      case "Suggestion":
        setTyped(item.suggestion.typed)
        field?.focus()
        return
      case "Hit":
        noteFound(item.hit)
        props.onClose()
        closeDrawer()
        navigate(pathOf(item.hit))
    }
  }
  /** The chats of everything that the worker found. */
  const foundChats = createMemo(() =>
    isCommand() || asked() === undefined ? [] : [...new Set(search.hits().map(({ chatId }) => chatId))],
  )
  const select = () => {
    const ids = foundChats()
    props.onClose()
    if (!sidebarShown()) toggleSidebar()
    startSelecting(ids)
  }
  const move = (step: number) => {
    const count = items().length
    const next = items()[(chosen() + step + count) % count]
    if (next !== undefined) setPointed(keyOf(next))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "ArrowDown") move(1)
    else if (event.key === "ArrowUp") move(-1)
    else if (event.key === "Enter") take(items()[chosen()])
    else return
    event.preventDefault()
  }
  const offsets = createMemo(() => {
    let before = 0
    return groups().map(({ items: own }) => {
      const from = before
      before += own.length
      return from
    })
  })
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place top">
          <Dialog.Content class="dialog search" onCloseAutoFocus={returnFocus}>
            <Dialog.Title class="visually-hidden">{paletteWords.title}</Dialog.Title>
            <div class="search-bar">
              <IconSearch />
              <input
                ref={(element) => {
                  field = element
                  // what is typed right after the keys that open it belongs here, and not to the page
                  queueMicrotask(() => element.focus())
                }}
                type="search"
                aria-label={paletteWords.field}
                placeholder={paletteWords.placeholder}
                autocomplete="off"
                spellcheck={false}
                aria-autocomplete="list"
                aria-controls="palette-options"
                aria-activedescendant={items().length > 0 ? `palette-option-${chosen()}` : undefined}
                value={typed()}
                onInput={(event) => setTyped(event.currentTarget.value)}
                onKeyDown={onKeyDown}
              />
              <kbd class="hint">Esc</kbd>
            </div>
            <Show when={!isCommand()}>
              <FilterBar
                query={query()}
                folders={names()}
                hasChat={open() !== undefined}
                onChange={(next) =>
                  setTyped(`${printSearch(next)}${next.text === "" ? " " : ""}`.trimStart())
                }
              />
            </Show>
            <div
              ref={list}
              id="palette-options"
              class="search-results"
              role="listbox"
              aria-label={paletteWords.results}
              tabindex="0"
              onKeyDown={onKeyDown}
            >
              <For each={groups()}>
                {(group, at) => (
                  <div role="group" aria-label={group.name}>
                    <div class="search-heading" role="presentation">
                      {group.name}
                    </div>
                    <For each={group.items}>
                      {(item, within) => {
                        const index = () => (offsets()[at()] ?? 0) + within()
                        return (
                          <PaletteOption
                            id={`palette-option-${index()}`}
                            item={item}
                            isChosen={chosen() === index()}
                            onPoint={() => setPointed(keyOf(item))}
                            onTake={() => take(item)}
                          />
                        )
                      }}
                    </For>
                  </div>
                )}
              </For>
            </div>
            <Show when={foundChats().length > 0}>
              <footer class="palette-footer">
                <button type="button" class="button small quiet" onClick={select}>
                  <IconCheckSquare />
                  {paletteWords.select(foundChats().length)}
                </button>
              </footer>
            </Show>
            <p class="search-note" role="status">
              {search.problem() ?? nothing()}
            </p>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
