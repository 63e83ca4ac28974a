import { Show } from "solid-js"
import type { ProviderRow } from "../../domain/assistant/Provider.ts"
import { useProviders } from "../data/useProviders.ts"
import { announce } from "../shell/announce.ts"
import { showFailure } from "../shell/toasts.ts"
import { ConnectionDoctor } from "./ConnectionDoctor.tsx"
import { createConnectionCheck } from "./createConnectionCheck.ts"
import { keyWords } from "./keyWords.ts"
import { forgetModelList, modelList } from "./modelLists.ts"
import { entryOfRow } from "./providerEntry.ts"
import { providerForms } from "./openForms.ts"
import { ProviderForm } from "./ProviderForm.tsx"

interface Props {
  readonly provider: ProviderRow
  readonly isFirst: boolean
  readonly onRemove: () => void
  readonly onUseServer: () => void
}

const placeOf = ({ baseUrl, kind }: ProviderRow) => {
  if (kind === "openai") return baseUrl
  return kind === "server" ? "through this server" : "in this browser"
}

/** A provider in the list, or its form in its place. */
export const ProviderItem = (props: Props) => {
  const { choose } = useProviders()
  const nameId = () => `provider-${props.provider.id}`
  const state = () => modelList(props.provider.id)
  // eslint-disable-next-line solid/reactivity
  const check = createConnectionCheck(props.provider.id)
  let edit: HTMLButtonElement | undefined
  return (
    <li class="provider-row">
      <Show
        when={providerForms.of(props.provider.id)}
        fallback={
          <>
            <div class="provider-text">
              <p class="provider-name">
                <span id={nameId()}>{props.provider.name}</span>
                <Show when={props.isFirst}>
                  <span class="badge">Answers new chats</span>
                </Show>
              </p>
              <p class="provider-facts">
                <span>{placeOf(props.provider)}</span>
                <span>{props.provider.model ?? "no model chosen"}</span>
                <Show when={props.provider.kind === "openai"}>
                  <span>{keyWords(props.provider.keyEnding)}</span>
                </Show>
              </p>
              <div role="status">
                <Show when={state().busy}>
                  <p class="provider-facts">Asking for its models…</p>
                </Show>
                <Show when={state().problem}>{(text) => <p class="problem">{text()}</p>}</Show>
              </div>
            </div>
            <div class="actions">
              <Show when={!props.isFirst}>
                <button
                  type="button"
                  class="button small"
                  aria-describedby={nameId()}
                  onClick={() => {
                    choose(props.provider.id, null, showFailure)
                    announce(`${props.provider.name} answers new chats`)
                  }}
                >
                  Use for new chats
                </button>
              </Show>
              <button
                ref={edit}
                type="button"
                class="button small"
                aria-describedby={nameId()}
                onClick={() => {
                  // what it says is of the address as it was
                  check.hide()
                  forgetModelList(props.provider.id)
                  providerForms.open(props.provider.id, entryOfRow(props.provider))
                }}
              >
                Edit
              </button>
              <button
                type="button"
                class="button small"
                aria-describedby={nameId()}
                aria-disabled={check.busy()}
                onClick={() => {
                  if (check.busy()) return
                  forgetModelList(props.provider.id)
                  check.run()
                }}
              >
                Check connection
              </button>
              <button
                type="button"
                class="button small danger"
                aria-describedby={nameId()}
                onClick={() => props.onRemove()}
              >
                Remove
              </button>
            </div>
            <ConnectionDoctor
              kind={props.provider.kind}
              check={check}
              onUseServer={() => {
                check.hide()
                props.onUseServer()
              }}
            />
          </>
        }
      >
        {(form) => (
          <ProviderForm
            id={props.provider.id}
            form={form()}
            row={props.provider}
            onClose={() => queueMicrotask(() => edit?.focus())}
          />
        )}
      </Show>
    </li>
  )
}
