import { createEffect, createMemo, createSignal, createUniqueId, For, Show } from "solid-js"
import type { ProviderId } from "../../domain/Ids.ts"
import { countOf } from "../sync/countOf.ts"
import { modelList } from "./modelLists.ts"

/** More are not looked through: one types some letters of the name instead. */
const mostShown = 100

interface Props {
  readonly id: ProviderId
  readonly value: string
  /** Those that the provider named. */
  readonly models: ReadonlyArray<string>
  readonly onInput: (text: string) => void
  /** What the button says: whether it saves first. */
  readonly load: string
  readonly onLoad: () => void
}

/** The name of a model: one of those that are known, found by some letters of it, or any other. */
export const ModelField = (props: Props) => {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  const [typed, setTyped] = createSignal("")
  const [chosen, setChosen] = createSignal(-1)
  let list: HTMLUListElement | undefined

  const found = createMemo(() => {
    const wanted = typed().trim().toLowerCase()
    return props.models.filter((name) => name.toLowerCase().includes(wanted))
  })
  const options = () => found().slice(0, mostShown)
  const shown = () => open() && options().length > 0
  createEffect(() => list?.children[chosen()]?.scrollIntoView({ block: "nearest" }))

  const show = () => {
    if (open()) return
    setTyped("")
    setChosen(props.models.indexOf(props.value))
    setOpen(true)
  }
  const take = (name: string) => {
    props.onInput(name)
    setOpen(false)
  }
  const move = (step: number) => {
    if (!shown()) return show()
    const count = options().length
    setChosen((at) => (at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const name = shown() ? options()[chosen()] : undefined
    if (event.key === "ArrowDown") move(1)
    else if (event.key === "ArrowUp") move(-1)
    else if (event.key === "Enter" && name !== undefined) take(name)
    else if (event.key === "Escape" && shown()) setOpen(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const state = () => modelList(props.id)
  const hint = () => {
    if (state().busy) return "Asking the provider…"
    return props.models.length === 0
      ? "Load the models and choose one, or type its name."
      : `${countOf(props.models.length, "model")} known. It answers in chats that name no other.`
  }
  return (
    <div class="labelled">
      <label for={id}>Model</label>
      <div class="labelled-row">
        <div class="combobox">
          <input
            id={id}
            class="field"
            role="combobox"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={200}
            value={props.value}
            aria-autocomplete="list"
            aria-expanded={shown()}
            aria-controls={`${id}-list`}
            aria-activedescendant={shown() && chosen() >= 0 ? `${id}-${chosen()}` : undefined}
            aria-invalid={state().problem !== undefined}
            aria-describedby={`${id}-hint ${id}-problem`}
            onInput={(event) => {
              props.onInput(event.currentTarget.value)
              setTyped(event.currentTarget.value)
              setChosen(-1)
              setOpen(true)
            }}
            onClick={show}
            onKeyDown={onKeyDown}
            onBlur={() => setOpen(false)}
          />
          <ul
            ref={list}
            id={`${id}-list`}
            class="combobox-list"
            role="listbox"
            aria-label="Models"
            hidden={!shown()}
            // a press would take the focus from the field, which closes the list before the click
            onPointerDown={(event) => event.preventDefault()}
          >
            <For each={options()}>
              {(name, at) => (
                <li
                  id={`${id}-${at()}`}
                  role="option"
                  aria-selected={chosen() === at()}
                  onPointerMove={() => setChosen(at())}
                  onClick={() => take(name)}
                >
                  {name}
                </li>
              )}
            </For>
          </ul>
        </div>
        <button type="button" class="button" aria-disabled={state().busy} onClick={() => props.onLoad()}>
          {props.load}
        </button>
      </div>
      <div id={`${id}-problem`} role="alert">
        <Show when={state().problem}>{(text) => <p class="problem">{text()}</p>}</Show>
      </div>
      <p id={`${id}-hint`} class="field-hint">
        {hint()}
        {found().length > mostShown && open()
          ? ` The first ${mostShown} of ${found().length} are shown.`
          : ""}
      </p>
    </div>
  )
}
