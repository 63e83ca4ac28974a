import { RadioGroup } from "@kobalte/core/radio-group"
import { createSignal, Show } from "solid-js"
import type { Failure } from "../client/Failure.ts"
import { useAccount } from "../data/useAccount.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { announce } from "../shell/announce.ts"
import { ChoiceCard } from "../shell/ChoiceCard.tsx"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { countOf } from "../sync/countOf.ts"

interface Props {
  /** Signed out before, with everything kept: all that is left to do is to remove it. */
  readonly removeOnly: boolean
  readonly onClose: () => void
}

/** Whether what is on this device stays when somebody signs out, and what would be lost if it does not. */
export const SignOutDialog = (props: Props) => {
  const { signOut } = useAccount()
  const [what, setWhat] = createSignal<"keep" | "remove">("keep")
  const [certain, setCertain] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const pending = () => syncStatus()?.pendingChanges ?? 0
  const wipe = () => props.removeOnly || what() === "remove"
  const loses = () => wipe() && pending() > 0

  const done = () => {
    announce("Signed out")
    props.onClose()
  }
  const failed = ({ sentence }: Failure) => {
    setBusy(false)
    setProblem(sentence)
  }
  const run = () => {
    setBusy(true)
    setProblem(undefined)
    signOut(wipe(), done, failed)
  }
  return (
    <ConfirmDialog
      title={props.removeOnly ? "Remove everything from this device?" : "Sign out of this device?"}
      confirm={props.removeOnly ? "Remove" : wipe() ? "Sign out and remove" : "Sign out"}
      danger={wipe()}
      busy={busy()}
      blocked={loses() && !certain()}
      problem={problem()}
      onConfirm={run}
      onClose={() => props.onClose()}
    >
      <Show when={pending() > 0}>
        <p>
          {countOf(pending(), "change")} {pending() === 1 ? "has" : "have"} not been sent to the server yet.
        </p>
      </Show>
      <Show
        when={!props.removeOnly}
        fallback={<p>Chats, drafts and settings go from this browser. What the server has stays there.</p>}
      >
        <RadioGroup
          class="choice-cards"
          value={what()}
          onChange={(value) => setWhat(value === "remove" ? "remove" : "keep")}
        >
          <RadioGroup.Label class="visually-hidden">
            What becomes of the chats on this device
          </RadioGroup.Label>
          <ChoiceCard
            value="keep"
            label="Keep everything on this device"
            description={
              pending() === 0
                ? "You can go on reading and writing here, and sign in again to sync."
                : "You can go on reading and writing here. What waits is sent when you sign in again."
            }
          />
          <ChoiceCard
            value="remove"
            label="Remove everything from this device"
            description="Chats, drafts and settings go from this browser. What the server has stays there."
          />
        </RadioGroup>
      </Show>
      <Show when={loses()}>
        <label class="certain">
          <input
            type="checkbox"
            checked={certain()}
            onChange={(event) => setCertain(event.currentTarget.checked)}
          />
          <span>
            Lose {countOf(pending(), "change")}: {pending() === 1 ? "it exists" : "they exist"} nowhere but
            here.
          </span>
        </label>
      </Show>
    </ConfirmDialog>
  )
}
