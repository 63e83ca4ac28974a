import { Option, Schema } from "effect"
import { createStore } from "solid-js/store"
import { PromptId, ProviderId } from "../../domain/Ids.ts"
import { journal } from "../data/journal.ts"
import { ProviderEntry } from "./providerEntry.ts"

/** A prompt as it is typed. */
export const PromptEntry = Schema.Struct({ name: Schema.String, content: Schema.String })
export type PromptEntry = typeof PromptEntry.Type

const formOf = <A>(entry: Schema.Schema<A>) => Schema.Struct({ entry, saved: entry, isNew: Schema.Boolean })

/** What is typed, and what it was before. */
export interface Form<Entry> {
  readonly entry: Entry
  readonly saved: Entry
  /** It has a place of its own until it is closed, also when it was saved meanwhile. */
  readonly isNew: boolean
}

const formFor = <Entry>(entry: Entry, isNew: boolean): Form<Entry> => ({ entry, saved: entry, isNew })

const Forms = Schema.parseJson(
  Schema.Struct({
    providers: Schema.Record({ key: ProviderId, value: formOf(ProviderEntry) }),
    prompts: Schema.Record({ key: PromptId, value: formOf(PromptEntry) }),
  }),
)

/** What was being edited when the page was reloaded. */
const left = Option.getOrElse(Schema.decodeOption(Forms)(journal.takeKept("forms") ?? ""), () => ({
  providers: {},
  prompts: {},
}))

const [providers, setProviders] = createStore<Record<ProviderId, Form<ProviderEntry> | undefined>>(
  left.providers,
)
const [prompts, setPrompts] = createStore<Record<PromptId, Form<PromptEntry> | undefined>>(left.prompts)

addEventListener("pagehide", () => {
  const isOpen = Object.keys(providers).length + Object.keys(prompts).length > 0
  journal.keep("forms", isOpen ? JSON.stringify({ providers, prompts }) : null)
})

const isProviderId = Schema.is(ProviderId)
const isPromptId = Schema.is(PromptId)

/**
 * The forms of providers that are open. They stay while one looks at another page, and over a reload; a key that is
 * typed does not.
 */
export const providerForms = {
  of: (id: ProviderId) => providers[id],
  ids: () => Object.keys(providers).filter((id) => isProviderId(id)),
  begin: (id: ProviderId, entry: ProviderEntry) => setProviders(id, formFor(entry, true)),
  open: (id: ProviderId, entry: ProviderEntry) => setProviders(id, formFor(entry, false)),
  put: (id: ProviderId, form: Form<ProviderEntry>) => setProviders(id, form),
  type: (id: ProviderId, typed: Partial<ProviderEntry>) =>
    setProviders(id, (form) => form && { ...form, entry: { ...form.entry, ...typed } }),
  close: (id: ProviderId) => setProviders(id, undefined),
}

/** The forms of prompts that are open. */
export const promptForms = {
  of: (id: PromptId) => prompts[id],
  ids: () => Object.keys(prompts).filter((id) => isPromptId(id)),
  begin: (id: PromptId, entry: PromptEntry) => setPrompts(id, formFor(entry, true)),
  open: (id: PromptId, entry: PromptEntry) => setPrompts(id, formFor(entry, false)),
  put: (id: PromptId, form: Form<PromptEntry>) => setPrompts(id, form),
  type: (id: PromptId, typed: Partial<PromptEntry>) =>
    setPrompts(id, (form) => form && { ...form, entry: { ...form.entry, ...typed } }),
  close: (id: PromptId) => setPrompts(id, undefined),
}

/** Whether something was typed that is not saved. */
export const isChanged = (form: Form<object>): boolean =>
  JSON.stringify(form.entry) !== JSON.stringify(form.saved)
