import type { MutationInput } from "../../domain/Mutation.ts"
import { type DraftKey, TabId } from "../../domain/Draft.ts"

const changePrefix = "openchat:unsaved:"
const draftPrefix = "openchat:draft:"

interface DraftPlace {
  readonly key: DraftKey
  readonly tab: TabId
}
const draftsFor = (key: DraftKey) => `${draftPrefix}${key}:`
const nameOf = ({ key, tab }: DraftPlace) => draftsFor(key) + tab

const tabKeys = {
  draft: "openchat:tab:draft",
  edits: "openchat:tab:edits",
  forms: "openchat:tab:forms",
} as const

/** Full or forbidden storage must not keep anybody from writing. */
const attempt = <A>(run: () => A, otherwise: A): A => {
  try {
    return run()
  } catch {
    return otherwise
  }
}

let forgetful = false

/**
 * What the worker has not confirmed yet, written down in the instant it was made. A page that is closed meanwhile
 * sends it again when it is next opened; every mutation carries its id, so that is safe.
 */
export const journal = {
  write: (id: string, mutations: ReadonlyArray<MutationInput>) =>
    attempt(() => localStorage.setItem(changePrefix + id, JSON.stringify(mutations)), undefined),

  erase: (id: string) => attempt(() => localStorage.removeItem(changePrefix + id), undefined),

  /** Oldest first: the ids are ordered by time. */
  read: (): ReadonlyArray<{ readonly id: string; readonly mutations: ReadonlyArray<MutationInput> }> =>
    attempt(
      () =>
        Object.keys(localStorage)
          .filter((key) => key.startsWith(changePrefix))
          .sort()
          .map((key) => ({
            id: key.slice(changePrefix.length),
            mutations: JSON.parse(localStorage.getItem(key) ?? "[]"),
          })),
      [],
    ),

  /** Everything that is here is to be gone. */
  clear: () =>
    attempt(() => {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(changePrefix) || key.startsWith(draftPrefix)) localStorage.removeItem(key)
      }
    }, undefined),

  writeDraft: (place: DraftPlace, content: string) =>
    attempt(() => localStorage.setItem(nameOf(place), content), undefined),

  /** Of every tab that was left before its draft reached the database. */
  draftsOf: (key: DraftKey): ReadonlyArray<{ readonly tab: TabId; readonly content: string }> =>
    attempt(
      () =>
        Object.keys(localStorage).flatMap((name) =>
          name.startsWith(draftsFor(key))
            ? [
                {
                  tab: TabId.make(name.slice(draftsFor(key).length)),
                  content: localStorage.getItem(name) ?? "",
                },
              ]
            : [],
        ),
      [],
    ),

  /** Once it, or something later, is saved. @param content what was read or written; anything else is left alone */
  eraseDraft: (place: DraftPlace, content: string) =>
    attempt(() => {
      if (localStorage.getItem(nameOf(place)) === content) localStorage.removeItem(nameOf(place))
    }, undefined),

  /** What is typed in this tab, over a reload of it: the database has one draft for all tabs. */
  keep: (name: keyof typeof tabKeys, json: string | null) =>
    attempt(
      () =>
        json === null || forgetful
          ? sessionStorage.removeItem(tabKeys[name])
          : sessionStorage.setItem(tabKeys[name], json),
      undefined,
    ),

  takeKept: (name: keyof typeof tabKeys): string | null =>
    attempt(() => {
      const json = sessionStorage.getItem(tabKeys[name])
      sessionStorage.removeItem(tabKeys[name])
      return json
    }, null),

  /** For when somebody else uses the page after its next reload. */
  keepNothing: () => void (forgetful = true),
}
