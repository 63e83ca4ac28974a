import { createSignal, createUniqueId, Show } from "solid-js"
import type { Account } from "../../domain/Account.ts"
import type { Failure } from "../client/Failure.ts"
import { useAccount } from "../data/useAccount.ts"
import { answerProblem, entryProblem, nameFrom, type Problem, type Purpose } from "./credentialsProblem.ts"
import "./account.css"

interface Props {
  /** Known from before: somebody whose session has ended. */
  readonly email: string | null
  readonly onDone: (account: Account) => void
}

const labels = { "sign-in": "Sign in", create: "Create account" } as const

/** Lets somebody in. What was typed lives in the form alone and is forgotten when it has been sent. */
export const AccountForm = (props: Props) => {
  const { signIn, signUp } = useAccount()
  const [purpose, setPurpose] = createSignal<Purpose>("sign-in")
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<Problem>()
  const problemId = createUniqueId()
  let form: HTMLFormElement | undefined
  let email: HTMLInputElement | undefined
  let password: HTMLInputElement | undefined
  let name: HTMLInputElement | undefined

  const complain = (found: Problem) => {
    setProblem(found)
    if (found.field === "email") email?.focus()
    if (found.field === "password") password?.focus()
  }
  const done = (account: Account) => {
    setBusy(false)
    form?.reset()
    props.onDone(account)
  }
  const failed = (failure: Failure) => {
    setBusy(false)
    complain(answerProblem(failure))
  }
  const send = (wanted: Purpose) => {
    if (busy()) return
    setPurpose(wanted)
    const entered = { email: email?.value.trim() ?? "", password: password?.value ?? "" }
    const wrong = entryProblem(entered, wanted)
    setProblem(undefined)
    if (wrong !== undefined) return complain(wrong)
    setBusy(true)
    if (wanted === "sign-in") return signIn(entered, done, failed)
    signUp({ ...entered, name: name?.value.trim() || nameFrom(entered.email) }, done, failed)
  }
  const other = (): Purpose => (purpose() === "create" ? "sign-in" : "create")
  /** With both fields filled it is meant; with one empty it asks for the other form. */
  const choose = (wanted: Purpose) => {
    if (email?.value.trim() !== "" && password?.value !== "") return send(wanted)
    setProblem(undefined)
    setPurpose(wanted)
    const empty = email?.value.trim() === "" ? email : password
    empty?.focus()
  }
  const describedBy = (field: Problem["field"]) => (problem()?.field === field ? problemId : undefined)
  return (
    <form
      ref={form}
      class="account-form"
      novalidate
      // a form that is sent before the page listens must not put a password into an address
      method="post"
      aria-busy={busy()}
      onSubmit={(event) => {
        event.preventDefault()
        send(purpose())
      }}
    >
      <label class="labelled">
        <span>Email</span>
        <input
          ref={email}
          class="field"
          type="email"
          name="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxlength={254}
          required
          readonly={busy()}
          value={props.email ?? ""}
          aria-invalid={problem()?.field === "email"}
          aria-describedby={describedBy("email")}
        />
      </label>
      <label class="labelled">
        <span>Password</span>
        <input
          ref={password}
          class="field"
          type="password"
          name="password"
          autocomplete={purpose() === "create" ? "new-password" : "current-password"}
          maxlength={128}
          required
          readonly={busy()}
          aria-invalid={problem()?.field === "password"}
          aria-describedby={describedBy("password")}
        />
      </label>
      <Show when={purpose() === "create"}>
        <p class="account-hint">At least 8 characters. There is no way to get a forgotten password back.</p>
        <label class="labelled">
          <span>Name</span>
          <input
            ref={name}
            class="field"
            name="name"
            autocomplete="name"
            maxlength={200}
            placeholder="Optional"
            readonly={busy()}
          />
        </label>
      </Show>
      <Show when={problem()}>
        {(it) => (
          <p id={problemId} class="problem" role="alert">
            {it().sentence}
          </p>
        )}
      </Show>
      <div class="actions">
        <button type="submit" class="button primary" aria-disabled={busy()}>
          {busy() ? "One moment…" : labels[purpose()]}
        </button>
        <button type="button" class="button" disabled={busy()} onClick={() => choose(other())}>
          {labels[other()]}
        </button>
      </div>
    </form>
  )
}
