import { createSignal, For, Show } from "solid-js"
import IconRotate from "~icons/lucide/rotate-ccw"
import IconX from "~icons/lucide/x"
import { actionGroups, type ActionId, actionIds, actions } from "../actions/actionList.ts"
import { actionNames, groupNames, keyProblems, shortcutWords } from "../actions/actionWords.ts"
import { bindingOf, printed, problemOf } from "../actions/bindings.ts"
import {
  areAllUsual,
  bind,
  bindingFor,
  hearSingleKeys,
  holderOf,
  isMac,
  isUsual,
  resetBinding,
  resetBindings,
  singleKeysHeard,
} from "../actions/keymap.ts"
import { announce } from "../shell/announce.ts"
import "../shell/shortcuts.css"

const ShortcutRow = (props: { readonly id: ActionId }) => {
  const [recording, setRecording] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  /** Keys that another action has, until the person says who gets them. */
  const [wanted, setWanted] = createSignal<string>()
  const name = () => actionNames[props.id]
  const keys = () => {
    const binding = bindingFor(props.id)
    return binding === null ? [] : printed(binding, isMac)
  }
  const holder = () => {
    const binding = wanted()
    return binding === undefined ? undefined : holderOf(binding, props.id)
  }
  const rest = () => {
    setRecording(false)
    setProblem(undefined)
    setWanted(undefined)
  }
  const take = (binding: string) => {
    bind(props.id, binding)
    announce(shortcutWords.changed(name(), printed(binding, isMac).join(" ")))
    rest()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording()) return
    // the way out stays open
    if (event.key === "Tab") return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === "Escape" && !event.shiftKey) return rest()
    const binding = bindingOf(event, isMac)
    if (binding === null) return
    const wrong = problemOf(binding)
    setProblem(wrong === undefined ? undefined : keyProblems[wrong])
    if (wrong !== undefined) return
    if (holderOf(binding, props.id) === undefined) return take(binding)
    setRecording(false)
    setWanted(binding)
  }
  return (
    <li class="shortcut-row">
      <span class="shortcut-name">{name()}</span>
      <button
        type="button"
        class="button small shortcut-keys"
        classList={{ recording: recording() }}
        onClick={() => {
          setWanted(undefined)
          setRecording(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setRecording(false)
          setProblem(undefined)
        }}
      >
        <Show when={!recording()} fallback={shortcutWords.recording}>
          <span class="visually-hidden">{shortcutWords.record(name())}: </span>
          <For each={keys()} fallback={<span class="none">{shortcutWords.none}</span>}>
            {(key) => <kbd>{key}</kbd>}
          </For>
        </Show>
      </button>
      <Show when={keys().length > 0} fallback={<span class="shortcut-place" />}>
        <button
          type="button"
          class="icon-button"
          aria-label={shortcutWords.remove(name())}
          title={shortcutWords.remove(name())}
          onClick={() => {
            bind(props.id, null)
            announce(shortcutWords.removed(name()))
          }}
        >
          <IconX />
        </button>
      </Show>
      <Show when={!isUsual(props.id)} fallback={<span class="shortcut-place" />}>
        <button
          type="button"
          class="icon-button"
          aria-label={shortcutWords.reset(name())}
          title={shortcutWords.reset(name())}
          onClick={() => resetBinding(props.id)}
        >
          <IconRotate />
        </button>
      </Show>
      <Show when={problem()}>
        {(text) => (
          <p class="problem" role="alert">
            {text()}
          </p>
        )}
      </Show>
      <Show when={holder()}>
        {(other) => (
          <div class="problem" role="alert">
            {shortcutWords.clash(actionNames[other()])}
            <button
              type="button"
              class="button small"
              onClick={() => {
                const binding = wanted()
                if (binding !== undefined) take(binding)
              }}
            >
              {shortcutWords.takeOver}
            </button>
            <button type="button" class="button small" onClick={rest}>
              {shortcutWords.keep}
            </button>
          </div>
        )}
      </Show>
    </li>
  )
}

/** Which keys do what, on this device. */
export const ShortcutSettings = () => (
  <>
    <section class="setting">
      <p class="setting-hint">{shortcutWords.hint}</p>
      <label class="check-row">
        <input
          type="checkbox"
          checked={singleKeysHeard()}
          onChange={(event) => hearSingleKeys(event.currentTarget.checked)}
        />
        <span>
          <span class="setting-name">{shortcutWords.single}</span>
          <span class="setting-hint">{shortcutWords.singleHint}</span>
        </span>
      </label>
    </section>
    <For each={actionGroups}>
      {(group) => (
        <section class="setting">
          <h2 class="setting-name">{groupNames[group]}</h2>
          <ul class="shortcut-rows">
            <For each={actionIds.filter((id) => actions[id].group === group)}>
              {(id) => <ShortcutRow id={id} />}
            </For>
          </ul>
        </section>
      )}
    </For>
    <div class="actions">
      <button
        type="button"
        class="button"
        disabled={areAllUsual()}
        onClick={() => {
          resetBindings()
          announce(shortcutWords.didReset)
        }}
      >
        {shortcutWords.resetAll}
      </button>
    </div>
  </>
)
