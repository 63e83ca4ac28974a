import { createSignal, For, onCleanup, Show } from "solid-js"
import IconCheck from "~icons/lucide/check"
import IconX from "~icons/lucide/x"
import type { CheckedStep, ConnectionStep } from "../../domain/assistant/ConnectionStep.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import { checkConnection } from "../data/checkConnection.ts"
import { announce } from "../shell/announce.ts"
import { copyText } from "../shell/copyText.ts"

const names: Readonly<Record<CheckedStep, string>> = {
  address: "The address can be one",
  encryption: "The browser lets this page ask it",
  reach: "It answers, and this page may read that",
  models: "It lists its models",
  key: "It accepts the key",
  completion: "A model says a word",
  streaming: "Words come one by one",
}

const outcomes = { passed: "passed", failed: "failed", skipped: "not tried" } as const

/** Tries a connection step by step and says which one fails, and what to change. */
export const ConnectionDoctor = (props: { readonly id: ProviderId; readonly nameId: string }) => {
  const [steps, setSteps] = createSignal<ReadonlyArray<ConnectionStep>>([])
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  let cancel = () => {}
  onCleanup(() => cancel())

  const check = () => {
    cancel()
    setSteps([])
    setProblem(undefined)
    setBusy(true)
    cancel = checkConnection(props.id, {
      step: (step) => setSteps((all) => [...all, step]),
      done: () => {
        setBusy(false)
        const failed = steps().find(({ outcome }) => outcome === "failed")
        announce(failed === undefined ? "The connection works" : `Failed: ${names[failed.step]}`)
      },
      failed: ({ sentence }) => {
        setBusy(false)
        setProblem(sentence)
      },
    })
  }
  return (
    <>
      <button
        type="button"
        class="button small"
        aria-describedby={props.nameId}
        aria-busy={busy()}
        onClick={check}
      >
        {busy() ? "Checking…" : "Check the connection"}
      </button>
      <Show when={steps().length > 0 || problem() !== undefined}>
        <div class="doctor">
          <ol class="doctor-steps" aria-label="Check of the connection">
            <For each={steps()}>
              {({ advice, error, outcome, step }) => (
                <li class={`doctor-step ${outcome}`}>
                  <span class="doctor-mark" aria-hidden="true">
                    <Show when={outcome !== "skipped"} fallback="–">
                      <Show when={outcome === "passed"} fallback={<IconX />}>
                        <IconCheck />
                      </Show>
                    </Show>
                  </span>
                  <div>
                    <p>
                      {names[step]}: {outcomes[outcome]}
                    </p>
                    <Show when={error}>{(it) => <p class="problem">{it().message}</p>}</Show>
                    <Show when={advice}>
                      {(it) => (
                        <>
                          <p>{it().text}</p>
                          <Show when={it().setting}>
                            {(setting) => (
                              <p class="doctor-setting">
                                <code>{setting()}</code>
                                <button
                                  type="button"
                                  class="button small"
                                  onClick={() => copyText(setting(), () => announce("Copied"))}
                                >
                                  Copy
                                </button>
                              </p>
                            )}
                          </Show>
                        </>
                      )}
                    </Show>
                  </div>
                </li>
              )}
            </For>
          </ol>
          <Show when={problem()}>
            {(text) => (
              <p class="problem" role="alert">
                {text()}
              </p>
            )}
          </Show>
        </div>
      </Show>
    </>
  )
}
