import { createSignal, For, Show } from "solid-js"
import type { ProviderRow } from "../../domain/assistant/Provider.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { newProviderId } from "../client/newId.ts"
import { useProviders } from "../data/useProviders.ts"
import { announce } from "../shell/announce.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { showFailure } from "../shell/toasts.ts"
import { providerForms } from "./openForms.ts"
import { PresetChoice } from "./PresetChoice.tsx"
import { type Preset, serverPreset } from "./presets.ts"
import { entryOfPreset } from "./providerEntry.ts"
import { ProviderForm } from "./ProviderForm.tsx"
import { ProviderItem } from "./ProviderItem.tsx"
import { changeKey } from "./typedKeys.ts"

const Removal = (props: { readonly provider: ProviderRow; readonly onClose: () => void }) => {
  const { remove } = useProviders()
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const run = () => {
    const { id, name } = props.provider
    const done = () => {
      providerForms.close(id)
      changeKey(id, { _tag: "Keep" })
      props.onClose()
      announce(`${name} was removed`)
    }
    const failed = ({ sentence }: Failure) => {
      setBusy(false)
      setProblem(sentence)
    }
    setBusy(true)
    remove(id, done, failed)
  }
  return (
    <ConfirmDialog
      title={`Remove ${props.provider.name}?`}
      confirm="Remove"
      danger
      busy={busy()}
      problem={problem()}
      onConfirm={run}
      onClose={props.onClose}
    >
      <p>
        {props.provider.keyEnding === null
          ? "What is set here for it goes with it."
          : "Its key goes from this device too, and cannot be shown again."}{" "}
        Your chats stay as they are.
      </p>
    </ConfirmDialog>
  )
}

/** Who can answer, and forms for those who are not saved yet. */
export const ProviderList = () => {
  const { choose, providers } = useProviders()
  const [adding, setAdding] = createSignal(false)
  const [removing, setRemoving] = createSignal<ProviderRow>()
  let add: HTMLButtonElement | undefined
  let section: HTMLElement | undefined
  const rows = () => providers() ?? []
  const rowOf = (id: ProviderId) => rows().find((row) => row.id === id)
  const isFresh = (id: ProviderId) => providerForms.of(id)?.isNew === true || rowOf(id) === undefined
  const fresh = () => providerForms.ids().filter((id) => providerForms.of(id) !== undefined && isFresh(id))
  const listed = () => rows().filter(({ id }) => providerForms.of(id)?.isNew !== true)
  const offers = () => adding() || (rows().length === 0 && fresh().length === 0)

  const begin = (preset: Preset) => {
    setAdding(false)
    providerForms.begin(newProviderId(), entryOfPreset(preset))
  }
  const useServer = () => {
    const known = rows().find(({ kind }) => kind === "server")
    if (known === undefined) return begin(serverPreset)
    choose(known.id, null, showFailure)
    announce(`${known.name} answers new chats`)
  }
  const giveFocusBack = () =>
    queueMicrotask(() => (add ?? section?.querySelector<HTMLElement>(".preset"))?.focus())
  const Fresh = (given: { readonly id: ProviderId }) => (
    <Show when={providerForms.of(given.id)}>
      {(form) => <ProviderForm id={given.id} form={form()} row={rowOf(given.id)} onClose={giveFocusBack} />}
    </Show>
  )
  return (
    <section ref={section} class="setting" aria-labelledby="providers-title">
      <h2 class="setting-name" id="providers-title">
        Who answers
      </h2>
      <p class="setting-hint">
        {rows().length === 0
          ? "OpenChat is whole without a model: notes, search and sync all work. To get answers, connect one."
          : "What you set here stays on this device. Your messages go to whom you choose, and to nobody else."}
      </p>
      <Show when={providers() !== undefined} fallback={<ListSkeleton rows={2} />}>
        <Show when={listed().length > 0}>
          <ul class="provider-list" aria-labelledby="providers-title">
            <For each={listed()}>
              {(provider) => (
                <ProviderItem
                  provider={provider}
                  isFirst={provider.id === rows()[0]?.id}
                  onRemove={() => setRemoving({ ...provider })}
                  onUseServer={useServer}
                />
              )}
            </For>
          </ul>
        </Show>
        <For each={fresh()}>{(id) => <Fresh id={id} />}</For>
        <Show when={offers()}>
          <PresetChoice onChoose={begin} />
        </Show>
        <Show when={rows().length > 0 || fresh().length > 0}>
          <div class="actions">
            <button
              ref={add}
              type="button"
              class="button"
              aria-expanded={adding()}
              onClick={() => setAdding(!adding())}
            >
              Add provider
            </button>
          </div>
        </Show>
      </Show>
      <Show when={removing()}>
        {(provider) => <Removal provider={provider()} onClose={() => setRemoving(undefined)} />}
      </Show>
    </section>
  )
}
