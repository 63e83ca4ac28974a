import { Effect } from "effect"
import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from "solid-js"
import { type DraftKey, tabsIn } from "../../domain/Draft.ts"
import { joinDrafts } from "../../domain/joinDrafts.ts"
import { perform } from "../client/runtime.ts"
import { journal } from "./journal.ts"
import { holdDraft, keepForReload, kept, tab } from "./tabDrafts.ts"

const saveDelay = 300

/** Texts that were read or written since the page was loaded, so that going back to a chat shows its own at once. */
const known = new Map<DraftKey, string>()

/** Of those that the database has: what lets other tabs have them. */
const holds = new Map<DraftKey, () => void>()

const remember = (key: DraftKey, text: string) => {
  known.set(key, text)
  if (text !== "" && !holds.has(key)) holds.set(key, holdDraft(key))
}

/** Not before the database has it: another tab would take over what was just sent. */
const release = (key: DraftKey) => {
  if (known.get(key) !== "") return
  holds.get(key)?.()
  holds.delete(key)
}

export interface DraftHandle {
  readonly text: Accessor<string>
  readonly write: (text: string) => void
  /** The text was sent. From here on the journal of changes keeps it safe. */
  readonly clear: () => void
}

/** What this page wrote into the journal. */
const journaled = new Map<DraftKey, string>()

const put = (key: DraftKey, content: string) =>
  perform((client) => client.drafts.put({ key, tab, content }), {
    success: () => {
      if (content === "") release(key)
      const left = journaled.get(key)
      // an older text there would come back over what was saved since
      if (left === undefined || known.get(key) !== content) return
      journaled.delete(key)
      journal.eraseDraft({ key, tab }, left)
    },
  })

if (kept !== null) {
  const { key, tab: before, text } = kept
  remember(key, text)
  const letGo = holdDraft(key, before)
  perform(
    (client) =>
      Effect.zipRight(
        client.drafts.put({ key, tab, content: text }),
        client.drafts.put({ key, tab: before, content: "" }),
      ),
    {
      success: () => {
        journal.eraseDraft({ key, tab: before }, text)
        letGo()
      },
    },
  )
}

/** What tabs left behind that are not open any more. */
const adopt = async (key: DraftKey, success: (left: string) => void) => {
  const { held = [] } = await navigator.locks.query()
  const open = tabsIn(
    key,
    held.flatMap(({ name }) => name ?? []),
  )
  // what did not reach the database before they were closed
  const late = journal.draftsOf(key).filter((draft) => draft.tab !== tab && !open.includes(draft.tab))
  perform(
    (client) =>
      Effect.zipRight(
        Effect.forEach(late, (draft) => client.drafts.put({ key, ...draft })),
        client.drafts.adopt({ key, tab }),
      ),
    {
      success: (left) => {
        for (const draft of late) journal.eraseDraft({ key, tab: draft.tab }, draft.content)
        success(left)
      },
    },
  )
}

/** What is typed for a chat and not sent. Saved a moment after the last key, and at once when the page goes away. */
export const useDraft = (key: Accessor<DraftKey>): DraftHandle => {
  const [text, setText] = createSignal("")
  let unsaved: DraftKey | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    clearTimeout(timer)
    if (unsaved === undefined) return
    put(unsaved, known.get(unsaved) ?? "")
    unsaved = undefined
  }
  // a message to the worker may not arrive any more when the page is being closed
  const leave = () => {
    if (unsaved !== undefined) {
      const content = known.get(unsaved) ?? ""
      journaled.set(unsaved, content)
      journal.writeDraft({ key: unsaved, tab }, content)
    }
    flush()
  }
  const unload = () => {
    keepForReload(key(), text())
    leave()
  }
  const write = (next: string) => {
    if (unsaved !== undefined && unsaved !== key()) flush()
    setText(next)
    remember(key(), next)
    unsaved = key()
    clearTimeout(timer)
    timer = setTimeout(flush, saveDelay)
  }
  /** An empty field takes over what was left for it, in front of what is typed meanwhile. */
  const fill = (to: DraftKey) =>
    void adopt(to, (left) => {
      if (left === "") return
      const typed = known.get(to) ?? ""
      const all = joinDrafts(left, typed)
      remember(to, all)
      if (key() === to) setText(all)
      if (typed !== "") put(to, all)
    })
  const load = (from: DraftKey) => {
    const own = known.get(from) ?? ""
    setText(own)
    if (own === "") fill(from)
  }

  createEffect(
    on(key, (next) => {
      flush()
      load(next)
    }),
  )
  onMount(() => {
    const turn = () => {
      if (document.visibilityState === "hidden") leave()
      else come()
    }
    // another tab may have been closed since
    const come = () => {
      if (text() === "" && unsaved === undefined) fill(key())
    }
    addEventListener("pagehide", unload)
    addEventListener("focus", come)
    document.addEventListener("visibilitychange", turn)
    onCleanup(() => {
      removeEventListener("pagehide", unload)
      removeEventListener("focus", come)
      document.removeEventListener("visibilitychange", turn)
      flush()
    })
  })

  return {
    text,
    write,
    clear: () => {
      write("")
      // after what was sent has been handed to the worker
      clearTimeout(timer)
      timer = setTimeout(flush)
    },
  }
}
