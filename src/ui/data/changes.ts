import { createSignal } from "solid-js"
import type { MutationInput } from "../../domain/Mutation.ts"
import type { Failure } from "../client/Failure.ts"
import { newEventId } from "../client/newId.ts"
import { perform } from "../client/runtime.ts"
import { journal } from "./journal.ts"

/** What was done on this page and is shown at once, before the database has it. */
export interface Change {
  readonly id: string
  readonly mutations: ReadonlyArray<MutationInput>
  /** Milliseconds since 1970. */
  readonly at: number
  readonly state: "saving" | "saved" | "failed"
  readonly failure: Failure | null
}

interface Handlers {
  /** Without it the change is kept and shown as failed. */
  readonly failed?: (failure: Failure) => void
  /** The database has it. Not called for what a page that was closed left behind. */
  readonly saved?: () => void
}

/** How long a saved change is held for live rows that do not show it yet. */
const holdMillis = 2_000

const [list, setList] = createSignal<ReadonlyArray<Change>>([])

/** In the order in which they were made. */
export const changes = list

const patch = (id: string, next: Partial<Change>) =>
  setList((all) => all.map((change) => (change.id === id ? { ...change, ...next } : change)))

const forget = (id: string) => setList((all) => all.filter((change) => change.id !== id))

const send = ({ id, mutations }: Pick<Change, "id" | "mutations">, on: Handlers) =>
  perform((client) => client.mutate({ mutations }), {
    success: () => {
      journal.erase(id)
      patch(id, { state: "saved" })
      on.saved?.()
      setTimeout(() => forget(id), holdMillis)
    },
    failure: (failure) => {
      if (on.failed === undefined) {
        patch(id, { state: "failed", failure })
      } else {
        discardChange(id)
        on.failed(failure)
      }
    },
  })

/** Shows the change at once and saves it; all of its mutations or none. */
export const submit = (mutations: ReadonlyArray<MutationInput>, on: Handlers = {}): void => {
  const change: Change = { id: newEventId(), mutations, at: Date.now(), state: "saving", failure: null }
  setList((all) => [...all, change])
  // after the page has changed, and before anything else can happen
  queueMicrotask(() => {
    journal.write(change.id, mutations)
    send(change, on)
  })
}

/** Tries a failed change again, with the ids it had. */
export const retryChange = (id: string): void => {
  const change = list().find((it) => it.id === id)
  if (change === undefined) return
  patch(id, { state: "saving", failure: null })
  send(change, {})
}

/** Gives a failed change up. */
export const discardChange = (id: string): void => {
  journal.erase(id)
  forget(id)
}

/** Sends what a page that was closed too early left behind. */
export const resumeChanges = (): void => {
  for (const { id, mutations } of journal.read()) {
    setList((all) => [...all, { id, mutations, at: Date.now(), state: "saving", failure: null }])
    send({ id, mutations }, {})
  }
}
