import { Redacted } from "effect"
import type { ProviderId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { useProviders } from "../data/useProviders.ts"
import { showUndo } from "../shell/toasts.ts"
import { isChanged, providerForms } from "./openForms.ts"
import { draftOf, entryProblems, keyProblem, type ProviderEntry } from "./providerEntry.ts"
import { changeKey, keyChange } from "./typedKeys.ts"

/** What was typed of a key, without what was pasted around it. */
const typedKey = (id: ProviderId): string => {
  const change = keyChange(id)
  return change._tag === "Replace" ? change.key.trim() : ""
}

/** Whether leaving the form would lose something. */
export const isUnsaved = (id: ProviderId): boolean => {
  const form = providerForms.of(id)
  return (form !== undefined && isChanged(form)) || keyChange(id)._tag !== "Keep"
}

export const isSavable = (id: ProviderId, entry: ProviderEntry): boolean =>
  Object.keys(entryProblems(entry)).length === 0 && keyProblem(typedKey(id)) === undefined

const saveKey = (id: ProviderId, done: () => void, failed: (failure: Failure) => void) => {
  const change = keyChange(id)
  const key = typedKey(id)
  // a field that was left empty keeps what there is: removing has a button of its own
  if (change._tag === "Keep" || (change._tag === "Replace" && key === "")) return done()
  useProviders().setKey(id, Redacted.make(key), done, failed)
}

/** The provider first, then its key, which is forgotten here. */
export const saveProvider = (
  id: ProviderId,
  entry: ProviderEntry,
  done: () => void,
  failed: (failure: Failure) => void,
): void => {
  const saved = () => {
    changeKey(id, { _tag: "Keep" })
    done()
  }
  useProviders().put(draftOf(id, entry), () => saveKey(id, saved, failed), failed)
}

/** Closes the form. What was typed can be brought back for a while. */
export const leaveProvider = (id: ProviderId): void => {
  const form = providerForms.of(id)
  const [key, unsaved] = [keyChange(id), isUnsaved(id)]
  providerForms.close(id)
  changeKey(id, { _tag: "Keep" })
  if (form === undefined || !unsaved) return
  showUndo("Your changes were not saved.", () => {
    providerForms.put(id, form)
    changeKey(id, key)
  })
}

/** The first model that a provider named, where none was chosen. */
export const fillInModel = (id: ProviderId, models: ReadonlyArray<string>): void => {
  const form = providerForms.of(id)
  const model = models[0]
  if (form === undefined || model === undefined || form.entry.model.trim() !== "") return
  providerForms.put(id, { ...form, entry: { ...form.entry, model }, saved: { ...form.saved, model } })
}
