import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { createSignal, For, Show } from "solid-js"
import IconCheck from "~icons/lucide/check"
import IconChevronDown from "~icons/lucide/chevron-down"
import IconX from "~icons/lucide/x"
import { Role } from "../../domain/Message.ts"
import { SearchShelf } from "../../domain/search/SearchFilters.ts"
import { dayOf, type SearchQuery } from "../../domain/search/SearchQuery.ts"
import { filterWords, paletteWords, roleNames, shelfNames } from "./paletteWords.ts"

interface Props {
  readonly query: SearchQuery
  readonly folders: ReadonlyArray<string>
  /** Whether a chat is open that one can search in. */
  readonly hasChat: boolean
  readonly onChange: (next: SearchQuery) => void
}

const day = 86_400_000
const presets = [7, 30, 365]

interface Option {
  /** Empty for what narrows nothing. */
  readonly value: string
  readonly name: string
}

/** A menu and no list of options: those are what was found. */
const Choice = (props: {
  readonly label: string
  readonly value: string
  readonly options: ReadonlyArray<Option>
  readonly onChoose: (value: string) => void
}) => {
  const name = () => props.options.find(({ value }) => value === props.value)?.name ?? props.value
  return (
    <DropdownMenu gutter={4} placement="bottom-start">
      <DropdownMenu.Trigger
        class="filter-chip"
        classList={{ set: props.value !== "" }}
        aria-label={`${props.label}: ${name()}`}
      >
        <span>{name()}</span>
        <IconChevronDown />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <DropdownMenu.RadioGroup value={props.value} onChange={(value) => props.onChoose(value)}>
            <For each={props.options}>
              {(option) => (
                <DropdownMenu.RadioItem class="menu-item" value={option.value} closeOnSelect>
                  <span class="menu-check">
                    <DropdownMenu.ItemIndicator>
                      <IconCheck />
                    </DropdownMenu.ItemIndicator>
                  </span>
                  {option.name}
                </DropdownMenu.RadioItem>
              )}
            </For>
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

/** What narrows the search, each as a chip. They and the operators in the field are one and the same. */
export const FilterBar = (props: Props) => {
  const [asksDays, setAsksDays] = createSignal(false)
  const change = (patch: { readonly [K in keyof SearchQuery]?: SearchQuery[K] | undefined }) => {
    const next = Object.entries({ ...props.query, ...patch }).filter(([, value]) => value !== undefined)
    props.onChange({ text: props.query.text, ...Object.fromEntries(next) })
  }
  const showsDays = () => asksDays() || props.query.before !== undefined
  const preset = () => presets.find((days) => props.query.after === dayOf(Date.now() - days * day))
  const when = () => {
    if (showsDays()) return "between"
    if (props.query.after === undefined) return ""
    return preset() === undefined ? "between" : String(preset())
  }
  const chooseWhen = (value: string) => {
    setAsksDays(value === "between")
    if (value === "between") return
    const after = value === "" ? undefined : dayOf(Date.now() - Number(value) * day)
    change({ after, before: undefined })
  }
  return (
    <div class="filter-bar" role="group" aria-label={paletteWords.filters}>
      <Show when={props.hasChat}>
        <button
          type="button"
          class="filter-chip"
          classList={{ set: props.query.here === true }}
          aria-pressed={props.query.here === true}
          onClick={() => change({ here: props.query.here ? undefined : true })}
        >
          {filterWords.here}
        </button>
      </Show>
      <button
        type="button"
        class="filter-chip"
        classList={{ set: props.query.pinned === true }}
        aria-pressed={props.query.pinned === true}
        onClick={() => change({ pinned: props.query.pinned ? undefined : true })}
      >
        {filterWords.pinned}
      </button>
      <Choice
        label={filterWords.choose.role}
        value={props.query.role ?? ""}
        options={[
          { value: "", name: filterWords.anyone },
          ...Role.literals.map((role) => ({ value: role, name: roleNames[role] })),
        ]}
        onChoose={(value) => change({ role: Role.literals.find((role) => role === value) })}
      />
      <Choice
        label={filterWords.choose.when}
        value={when()}
        options={[
          { value: "", name: filterWords.anytime },
          ...presets.map((days) => ({ value: String(days), name: filterWords.lastDays(days) })),
          { value: "between", name: filterWords.between },
        ]}
        onChoose={chooseWhen}
      />
      <Show when={when() === "between"}>
        <input
          type="date"
          class="filter-chip"
          aria-label={filterWords.choose.from}
          value={props.query.after ?? ""}
          onChange={(event) => change({ after: event.currentTarget.value || undefined })}
        />
        <input
          type="date"
          class="filter-chip"
          aria-label={filterWords.choose.to}
          value={props.query.before ?? ""}
          onChange={(event) => change({ before: event.currentTarget.value || undefined })}
        />
      </Show>
      <Choice
        label={filterWords.choose.where}
        value={props.query.shelf ?? ""}
        options={[
          { value: "", name: filterWords.anywhere },
          ...SearchShelf.literals.map((shelf) => ({ value: shelf, name: shelfNames[shelf] })),
        ]}
        onChoose={(value) => change({ shelf: SearchShelf.literals.find((shelf) => shelf === value) })}
      />
      <Show when={props.folders.length > 0 || props.query.folder !== undefined}>
        <Choice
          label={filterWords.choose.folder}
          value={props.query.folder ?? ""}
          options={[
            { value: "", name: filterWords.anyFolder },
            ...props.folders.map((folder) => ({ value: folder, name: folder })),
          ]}
          onChoose={(folder) => change({ folder: folder || undefined })}
        />
      </Show>
      <Show when={Object.keys(props.query).length > 1}>
        <button
          type="button"
          class="icon-button small"
          aria-label={paletteWords.clear}
          title={paletteWords.clear}
          onClick={() => {
            setAsksDays(false)
            props.onChange({ text: props.query.text })
          }}
        >
          <IconX />
        </button>
      </Show>
    </div>
  )
}
