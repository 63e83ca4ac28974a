import { For, Match, Show, Switch } from "solid-js"
import IconArchive from "~icons/lucide/archive"
import IconChevronRight from "~icons/lucide/chevron-right"
import IconFilter from "~icons/lucide/list-filter"
import IconTrash from "~icons/lucide/trash-2"
import type { SnippetPart } from "../../domain/SearchHit.ts"
import { printedKeys } from "../actions/keymap.ts"
import { showDay } from "../shell/times.ts"
import type { PaletteItem } from "./paletteItems.ts"
import { paletteWords } from "./paletteWords.ts"

const Marked = (props: { readonly parts: ReadonlyArray<SnippetPart> }) => (
  <For each={props.parts}>{(part) => (part.match ? <mark>{part.text}</mark> : <>{part.text}</>)}</For>
)

interface Props {
  readonly id: string
  readonly item: PaletteItem
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onTake: () => void
}

const commandOf = (item: PaletteItem) => (item._tag === "Command" ? item : undefined)
const suggestionOf = (item: PaletteItem) => (item._tag === "Suggestion" ? item : undefined)
const hitOf = (item: PaletteItem) => (item._tag === "Hit" ? item : undefined)

/** One line: a command with its keys, a chat with its day, or a message with what was found in it. */
export const PaletteOption = (props: Props) => (
  <div
    id={props.id}
    role="option"
    class="search-result"
    aria-selected={props.isChosen}
    onPointerMove={() => props.onPoint()}
    onClick={() => props.onTake()}
  >
    <Switch>
      <Match when={commandOf(props.item)}>
        {(item) => (
          <>
            <span class="search-result-title">
              <IconChevronRight />
              <span>
                <Marked parts={item().parts} />
              </span>
            </span>
            <span class="search-result-keys">
              <For each={printedKeys(item().id)}>{(key) => <kbd>{key}</kbd>}</For>
            </span>
          </>
        )}
      </Match>
      <Match when={suggestionOf(props.item)}>
        {(item) => (
          <span class="search-result-title">
            <IconFilter />
            <span>{item().suggestion.name}</span>
          </span>
        )}
      </Match>
      <Match when={hitOf(props.item)}>
        {(item) => (
          <>
            <span class="search-result-title">
              <span>
                <Show when={item().hit.messageId === null} fallback={item().hit.title}>
                  <Marked parts={item().title} />
                </Show>
              </span>
              <Show when={item().hit.archived && !item().hit.deleted}>
                <span class="badge">
                  <IconArchive /> {paletteWords.archived}
                </span>
              </Show>
              <Show when={item().hit.deleted}>
                <span class="badge">
                  <IconTrash /> {paletteWords.deleted}
                </span>
              </Show>
            </span>
            <time>{showDay(item().hit.createdAt)}</time>
            <Show when={item().hit.messageId !== null && item().hit.snippet.length > 0}>
              <span class="search-snippet">
                <Marked parts={item().hit.snippet} />
              </span>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  </div>
)
