import { createMemo, For, Show } from "solid-js"
import type { ProviderRow } from "../../domain/assistant/Provider.ts"
import type { ChatRow } from "../../domain/Chat.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import { offerActions } from "../actions/registry.ts"
import { setChatModel } from "../data/chatActions.ts"
import { useProviders } from "../data/useProviders.ts"
import { showFailure } from "../shell/toasts.ts"

interface Choice {
  readonly id: ProviderId
  readonly model: string
}

const modelsOf = ({ model, models }: ProviderRow): ReadonlyArray<string> =>
  model === null || models.includes(model) ? models : [model, ...models]

const valueOf = ({ id, model }: Choice) => `${id} ${model}`

/** Which model answers in a chat, or in those that begin here. */
export const ModelPicker = (props: { readonly chat: ChatRow | null | undefined }) => {
  const { choose: chooseProvider, providers } = useProviders()
  const choices = createMemo((): ReadonlyArray<Choice> =>
    (providers() ?? []).flatMap((provider) =>
      modelsOf(provider).map((model) => ({ id: provider.id, model })),
    ),
  )
  /** The rule is that of the worker, R3. */
  const chosen = () => {
    const wanted = props.chat?.model ?? null
    const first = providers()?.[0]
    return (
      (wanted === null ? undefined : choices().find(({ model }) => model === wanted)) ??
      choices().find(({ id, model }) => id === first?.id && model === first.model)
    )
  }
  const choose = (value: string) => {
    const choice = choices().find((it) => valueOf(it) === value)
    if (choice === undefined) return
    chooseProvider(choice.id, choice.model, showFailure)
    if (props.chat) setChatModel(props.chat.id, choice.model, showFailure)
  }
  let field: HTMLSelectElement | undefined
  offerActions({
    modelPicker: {
      run: () => {
        field?.focus()
        field?.showPicker()
      },
      available: () => choices().length > 0,
    },
  })
  return (
    <Show when={choices().length > 0}>
      <label class="model-picker">
        <span class="visually-hidden">Model</span>
        <select ref={field} onChange={(event) => choose(event.currentTarget.value)}>
          <For each={providers()}>
            {(provider) => (
              <optgroup label={provider.name}>
                <For each={modelsOf(provider)}>
                  {(model) => {
                    const value = valueOf({ id: provider.id, model })
                    const isChosen = () => {
                      const now = chosen()
                      return now !== undefined && valueOf(now) === value
                    }
                    return (
                      <option value={value} selected={isChosen()}>
                        {model}
                      </option>
                    )
                  }}
                </For>
              </optgroup>
            )}
          </For>
        </select>
      </label>
    </Show>
  )
}
