import { RadioGroup } from "@kobalte/core/radio-group"
import { useNavigate } from "@solidjs/router"
import { createSignal, For, Show } from "solid-js"
import type { SyncMode } from "../../domain/SyncConfig.ts"
import type { Failure } from "../client/Failure.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { useSyncSettings } from "../data/useSyncSettings.ts"
import { announce } from "../shell/announce.ts"
import { ChoiceCard } from "../shell/ChoiceCard.tsx"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { showToast } from "../shell/toasts.ts"
import { modes, modeSwitch } from "../sync/modeSwitch.ts"

/** Where this device keeps what it shows. A switch that moves or removes something says so before. */
export const SyncModeChoice = () => {
  const { config, setMode } = useSyncSettings()
  const navigate = useNavigate()
  const [wanted, setWanted] = createSignal<SyncMode>()
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const current = () => config()?.mode
  const asked = () => {
    const [from, to] = [current(), wanted()]
    return from === undefined || to === undefined
      ? null
      : modeSwitch(from, to, syncStatus()?.pendingChanges ?? 0)
  }
  const name = (mode: SyncMode) => modes.find((it) => it.mode === mode)?.name ?? mode

  const close = () => {
    setWanted(undefined)
    setProblem(undefined)
  }
  const failed = ({ error, sentence }: Failure) => {
    setBusy(false)
    if (error?._tag === "NeedsAuth") {
      close()
      navigate("/settings/account")
    } else if (asked() === null) showToast(sentence, undefined, "high")
    else setProblem(sentence)
  }
  const run = (mode: SyncMode) => {
    setBusy(true)
    setProblem(undefined)
    const done = () => {
      setBusy(false)
      close()
      announce(`Sync mode: ${name(mode)}`)
    }
    setMode(mode, done, failed)
  }
  const choose = (mode: SyncMode) => {
    const from = current()
    if (from === undefined || mode === from) return
    if (mode !== "local-only" && syncStatus()?.signedIn !== true) {
      announce("Sign in first")
      return navigate("/settings/account")
    }
    if (modeSwitch(from, mode, 0) === null) run(mode)
    else setWanted(mode)
  }
  return (
    <>
      <RadioGroup
        class="setting"
        value={current() ?? ""}
        disabled={current() === undefined || busy()}
        onChange={(value) => {
          const found = modes.find(({ mode }) => mode === value)
          if (found !== undefined) choose(found.mode)
        }}
      >
        <RadioGroup.Label class="setting-name">Sync mode</RadioGroup.Label>
        <div class="choice-cards">
          <For each={modes}>
            {({ meaning, mode, name }) => <ChoiceCard value={mode} label={name} description={meaning} />}
          </For>
        </div>
        <Show when={syncStatus()?.signedIn === false}>
          <p class="setting-hint">Cloud only and Hybrid need an account: choosing one leads to signing in.</p>
        </Show>
      </RadioGroup>
      <Show when={asked()}>
        {(it) => (
          <ConfirmDialog
            title={it().title}
            confirm={it().confirm}
            danger={it().danger}
            busy={busy()}
            blocked={it().blocked !== null}
            problem={problem()}
            onConfirm={() => {
              const mode = wanted()
              if (mode !== undefined) run(mode)
            }}
            onClose={close}
          >
            <ul class="points">
              <For each={it().points}>{(point) => <li>{point}</li>}</For>
            </ul>
            <Show when={it().blocked}>{(why) => <p class="blocked">{why()}</p>}</Show>
          </ConfirmDialog>
        )}
      </Show>
    </>
  )
}
