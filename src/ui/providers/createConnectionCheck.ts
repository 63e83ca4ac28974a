import { createSignal, onCleanup } from "solid-js"
import type { ConnectionStep } from "../../domain/assistant/ConnectionStep.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import { checkConnection } from "../data/checkConnection.ts"
import { announce } from "../shell/announce.ts"
import { stepNames } from "./stepNames.ts"

/** A check of one connection, which ends with the component that made it. */
export const createConnectionCheck = (id: ProviderId) => {
  const [steps, setSteps] = createSignal<ReadonlyArray<ConnectionStep>>([])
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  let cancel = () => {}
  onCleanup(() => cancel())

  const hide = () => {
    cancel()
    setSteps([])
    setProblem(undefined)
    setBusy(false)
  }
  const run = () => {
    hide()
    setBusy(true)
    cancel = checkConnection(id, {
      step: (step) => setSteps((all) => [...all, step]),
      done: () => {
        setBusy(false)
        const failed = steps().find(({ outcome }) => outcome === "failed")
        announce(failed === undefined ? "The connection works" : `Failed: ${stepNames[failed.step]}`)
      },
      failed: ({ sentence }) => {
        setBusy(false)
        setProblem(sentence)
      },
    })
  }
  const shown = () => busy() || steps().length > 0 || problem() !== undefined
  return { steps, busy, problem, shown, run, hide }
}

export type ConnectionCheck = ReturnType<typeof createConnectionCheck>
