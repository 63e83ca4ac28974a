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

/** How many different values there are of the field that has most of them. */
export const countVersions = (conflicts: ReadonlyArray<Conflict>): number =>
  Math.max(
    2,
    ...[...Map.groupBy(conflicts, ({ field }) => field).values()].map(
      (all) => new Set(all.flatMap(({ cloudValue, localValue }) => [cloudValue, localValue])).size,
    ),
  )
