import { For, Match, Show, Switch } from "solid-js"
import IconCheck from "~icons/lucide/check"
import IconLoader from "~icons/lucide/loader-circle"
import IconMinus from "~icons/lucide/minus"
import IconX from "~icons/lucide/x"
import type { Advice, ConnectionStep } from "../../domain/assistant/ConnectionStep.ts"
import type { ProviderKind } from "../../domain/assistant/Provider.ts"
import { copyText } from "../shell/copyText.ts"
import type { ConnectionCheck } from "./createConnectionCheck.ts"
import { problemWords } from "./problemWords.ts"
import { stepNames } from "./stepNames.ts"

const outcomes = { passed: "passed", failed: "failed", skipped: "not tried" } as const

const Cure = (props: { readonly advice: Advice }) => (
  <>
    <p>{props.advice.text}</p>
    <Show when={props.advice.setting}>
      {(setting) => (
        <div class="doctor-setting">
          <code>{setting()}</code>
          <button
            type="button"
            class="button small"
            aria-label={`Copy ${setting()}`}
            onClick={() => copyText(setting())}
          >
            Copy
          </button>
        </div>
      )}
    </Show>
  </>
)

const Step = (props: { readonly step: ConnectionStep; readonly kind: ProviderKind }) => (
  <li class={`doctor-step ${props.step.outcome}`}>
    <span class="doctor-mark" aria-hidden="true">
      <Switch fallback={<IconMinus />}>
        <Match when={props.step.outcome === "passed"}>
          <IconCheck />
        </Match>
        <Match when={props.step.outcome === "failed"}>
          <IconX />
        </Match>
      </Switch>
    </span>
    <div>
      <p>
        {stepNames[props.step.step]}: <span class="doctor-outcome">{outcomes[props.step.outcome]}</span>
      </p>
      <Show when={props.step.error}>
        {(error) => <p class="problem">{problemWords(error(), props.kind)}</p>}
      </Show>
      <Show when={props.step.advice}>{(advice) => <Cure advice={advice()} />}</Show>
    </div>
  </li>
)

interface Props {
  readonly kind: ProviderKind
  readonly check: ConnectionCheck
  /** Asks the server of this page in place of the address that the browser keeps it from. */
  readonly onUseServer: () => void
}

/** How the check of a connection goes: which step fails, and what to change. */
export const ConnectionDoctor = (props: Props) => {
  const isBlocked = () => props.check.steps().some(({ error }) => error?._tag === "ModelBlocked")
  const isWell = () => !props.check.busy() && props.check.steps().every(({ outcome }) => outcome === "passed")
  return (
    <Show when={props.check.shown()}>
      <div class="doctor">
        <Show
          when={props.check.problem()}
          fallback={
            <ol class="doctor-steps" aria-label="Check of the connection" aria-busy={props.check.busy()}>
              <For each={props.check.steps()}>{(step) => <Step step={step} kind={props.kind} />}</For>
              <Show when={props.check.busy()}>
                <li class="doctor-step">
                  <span class="doctor-mark spin" aria-hidden="true">
                    <IconLoader />
                  </span>
                  <p>Trying…</p>
                </li>
              </Show>
            </ol>
          }
        >
          {(text) => (
            <p class="problem" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <Show when={props.check.steps().length > 0 && isWell()}>
          <p>The connection works.</p>
        </Show>
        <Show when={isBlocked()}>
          <p class="doctor-other">
            Nothing in the browser stands between this page and its own server: if whoever runs that has
            connected a model, an account is all it takes.
          </p>
        </Show>
        <div class="actions">
          <Show when={isBlocked()}>
            <button type="button" class="button small" onClick={() => props.onUseServer()}>
              Use this server instead
            </button>
          </Show>
          <button type="button" class="button small quiet" onClick={() => props.check.hide()}>
            {props.check.busy() ? "Stop" : "Hide"}
          </button>
        </div>
      </div>
    </Show>
  )
}
