import { Dialog } from "@kobalte/core/dialog"
import { useNavigate } from "@solidjs/router"
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js"
import IconArchive from "~icons/lucide/archive"
import IconSearch from "~icons/lucide/search"
import type { ChatRow } from "../../domain/Chat.ts"
import type { SearchHit } from "../../domain/SearchHit.ts"
import { useSearch } from "../data/useSearch.ts"
import { returnFocus } from "../shell/dialogs.ts"
import { closeDrawer } from "../shell/layout.ts"
import { showDay } from "../shell/times.ts"
import "./search.css"

interface Props {
  /** Offered while nothing was typed. */
  readonly recent: ReadonlyArray<ChatRow>
  readonly onClose: () => void
}

const asHit = ({ id, title, activeAt }: ChatRow): SearchHit => ({
  chatId: id,
  messageId: null,
  title,
  snippet: [],
  archived: false,
  createdAt: activeAt,
})

const pathOf = ({ chatId, messageId }: SearchHit) =>
  messageId === null ? `/chat/${chatId}` : `/chat/${chatId}?message=${messageId}`

/** Finds chats and messages; the arrows choose, Enter opens. */
export const SearchDialog = (props: Props) => {
  const navigate = useNavigate()
  const [text, setText] = createSignal("")
  const [chosen, setChosen] = createSignal(0)
  const search = useSearch(text)
  let list: HTMLUListElement | undefined

  const options = createMemo(() =>
    text().trim() === "" ? props.recent.slice(0, 8).map(asHit) : search.hits(),
  )
  const nothing = () =>
    search.answered() !== "" && search.answered() === text().trim() && options().length === 0
  createEffect(on(options, () => setChosen(0)))
  createEffect(() => list?.children[chosen()]?.scrollIntoView({ block: "nearest" }))

  const open = (hit: SearchHit | undefined) => {
    if (hit === undefined) return
    props.onClose()
    closeDrawer()
    navigate(pathOf(hit))
  }
  const move = (step: number) => {
    const count = options().length
    if (count > 0) setChosen((chosen() + step + count) % count)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "ArrowDown") move(1)
    else if (event.key === "ArrowUp") move(-1)
    else if (event.key === "Enter") open(options()[chosen()])
    else return
    event.preventDefault()
  }
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place top">
          <Dialog.Content class="dialog search" onCloseAutoFocus={returnFocus}>
            <Dialog.Title class="visually-hidden">Search chats and messages</Dialog.Title>
            <div class="search-bar">
              <IconSearch />
              <input
                type="search"
                aria-label="Search"
                placeholder="Search chats and messages"
                autocomplete="off"
                spellcheck={false}
                aria-controls="search-results"
                aria-activedescendant={options().length > 0 ? `search-result-${chosen()}` : undefined}
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
                onKeyDown={onKeyDown}
              />
              <kbd class="hint">Esc</kbd>
            </div>
            <Show when={text().trim() === "" && options().length > 0}>
              <h2 class="search-heading">Recent chats</h2>
            </Show>
            <ul
              ref={list}
              id="search-results"
              class="search-results"
              role="listbox"
              aria-label="Results"
              tabindex="0"
              onKeyDown={onKeyDown}
            >
              <For each={options()}>
                {(hit, at) => (
                  <li
                    id={`search-result-${at()}`}
                    role="option"
                    class="search-result"
                    aria-selected={chosen() === at()}
                    onPointerMove={() => setChosen(at())}
                    onClick={() => open(hit)}
                  >
                    <span class="search-result-title">
                      {hit.title}
                      <Show when={hit.archived}>
                        <span class="badge">
                          <IconArchive /> Archived
                        </span>
                      </Show>
                    </span>
                    <time>{showDay(hit.createdAt)}</time>
                    <Show when={hit.messageId !== null && hit.snippet.length > 0}>
                      <span class="search-snippet">
                        <For each={hit.snippet}>
                          {(part) => (part.match ? <mark>{part.text}</mark> : <>{part.text}</>)}
                        </For>
                      </span>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <p class="search-note" role="status">
              <Show
                when={search.problem()}
                fallback={nothing() ? `Nothing found for “${text().trim()}”.` : ""}
              >
                {search.problem()}
              </Show>
            </p>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
