import { createSignal } from "solid-js"
import type { Conflict } from "../../domain/Conflict.ts"
import type { Disputed } from "../data/useConflicts.ts"
import { showDialog } from "../shell/dialogs.ts"

/** What the dialog "Versions" is about. */
export interface Subject extends Disputed {
  /** What is shown of it just now, if that is known. */
  readonly shown?: string
}

const [subject, setSubject] = createSignal<Subject>()

export const versionsSubject = subject

export const showVersions = (of: Subject): void => {
  setSubject(of)
  showDialog("versions")
}

const valuesOf = (conflicts: ReadonlyArray<Conflict>, wanted: string) =>
  conflicts
    .filter(({ field }) => field === wanted)
    .flatMap(({ cloudValue, localValue }) => [cloudValue, localValue])

/** How many different values there are of the field that has most of them. */
export const countVersions = (conflicts: ReadonlyArray<Conflict>): number =>
  Math.max(2, ...conflicts.map(({ field }) => new Set(valuesOf(conflicts, field)).size))
