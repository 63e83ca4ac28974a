import type { MutationInput } from "../../domain/Mutation.ts"
import type { DraftKey } from "../../domain/Draft.ts"

const changePrefix = "openchat:unsaved:"
const draftPrefix = "openchat:draft:"
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

  writeDraft: (key: DraftKey, content: string) =>
    attempt(() => localStorage.setItem(draftPrefix + key, content), undefined),

  /** Null unless the page was left before the draft reached the database. */
  takeDraft: (key: DraftKey): string | null =>
    attempt(() => {
      const content = localStorage.getItem(draftPrefix + key)
      localStorage.removeItem(draftPrefix + key)
      return content
    }, null),

  /** Once something later is saved. @param content what this page wrote; another tab's is left alone */
  eraseDraft: (key: DraftKey, content: string) =>
    attempt(() => {
      if (localStorage.getItem(draftPrefix + key) === content) localStorage.removeItem(draftPrefix + key)
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
