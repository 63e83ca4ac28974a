import { createSignal, For, Show } from "solid-js"
import type { Prompt } from "../../domain/assistant/Prompt.ts"
import type { PromptId } from "../../domain/Ids.ts"
import { newPromptId } from "../client/newId.ts"
import { usePrompts } from "../data/usePrompts.ts"
import { announce } from "../shell/announce.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { showFailure } from "../shell/toasts.ts"
import { promptForms } from "./openForms.ts"
import { PromptForm } from "./PromptForm.tsx"

const Item = (props: { readonly prompt: Prompt; readonly onRemove: () => void }) => {
  const nameId = () => `prompt-${props.prompt.id}`
  let edit: HTMLButtonElement | undefined
  return (
    <li class="provider-row">
      <Show
        when={promptForms.of(props.prompt.id)}
        fallback={
          <>
            <div class="provider-text">
              <p class="provider-name">
                <span id={nameId()}>{props.prompt.name}</span>
              </p>
              <p class="prompt-begin" dir="auto">
                {props.prompt.content}
              </p>
            </div>
            <div class="actions">
              <button
                ref={edit}
                type="button"
                class="button small"
                aria-describedby={nameId()}
                onClick={() =>
                  promptForms.open(props.prompt.id, {
                    name: props.prompt.name,
                    content: props.prompt.content,
                  })
                }
              >
                Edit
              </button>
              <button
                type="button"
                class="button small danger"
                aria-describedby={nameId()}
                onClick={() => props.onRemove()}
              >
                Delete
              </button>
            </div>
          </>
        }
      >
        {(form) => (
          <PromptForm
            id={props.prompt.id}
            form={form()}
            onClose={() => queueMicrotask(() => edit?.focus())}
          />
        )}
      </Show>
    </li>
  )
}

/** System prompts that are kept for more than one chat. */
export const PromptList = () => {
  const { prompts, remove } = usePrompts()
  const [removing, setRemoving] = createSignal<Prompt>()
  let add: HTMLButtonElement | undefined
  const rows = () => prompts() ?? []
  const isFresh = (id: PromptId) => promptForms.of(id)?.isNew === true || !rows().some((row) => row.id === id)
  const fresh = () => promptForms.ids().filter((id) => promptForms.of(id) !== undefined && isFresh(id))
  const listed = () => rows().filter(({ id }) => promptForms.of(id)?.isNew !== true)
  return (
    <section class="setting" aria-labelledby="prompts-title">
      <h2 class="setting-name" id="prompts-title">
        Prompts
      </h2>
      <p class="setting-hint">
        What a model is told before a chat begins: who it is to be, how to answer. Kept on this device, to be
        used in any chat.
      </p>
      <Show when={listed().length > 0}>
        <ul class="provider-list" aria-labelledby="prompts-title">
          <For each={listed()}>
            {(prompt) => <Item prompt={prompt} onRemove={() => setRemoving({ ...prompt })} />}
          </For>
        </ul>
      </Show>
      <For each={prompts() === undefined ? [] : fresh()}>
        {(id) => (
          <Show when={promptForms.of(id)}>
            {(form) => (
              <PromptForm id={id} form={form()} onClose={() => queueMicrotask(() => add?.focus())} />
            )}
          </Show>
        )}
      </For>
      <div class="actions">
        <button
          ref={add}
          type="button"
          class="button"
          disabled={prompts() === undefined}
          onClick={() => promptForms.begin(newPromptId(), { name: "", content: "" })}
        >
          Add prompt
        </button>
      </div>
      <Show when={removing()}>
        {(prompt) => (
          <ConfirmDialog
            title={`Delete “${prompt().name}”?`}
            confirm="Delete"
            danger
            onConfirm={() => {
              const { id } = prompt()
              remove(id, () => announce("Deleted"), showFailure)
              promptForms.close(id)
              setRemoving(undefined)
            }}
            onClose={() => setRemoving(undefined)}
          >
            <p>Chats in which it is used keep what they were told.</p>
          </ConfirmDialog>
        )}
      </Show>
    </section>
  )
}
