import { Option, Schema } from "effect"
import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from "solid-js"
import { DraftKey } from "../../domain/Draft.ts"
import { perform } from "../client/runtime.ts"
import { journal } from "./journal.ts"

const saveDelay = 300

/** Texts that were read or written since the page was loaded, so that going back to a chat shows its own at once. */
const known = new Map<DraftKey, string>()

export interface DraftHandle {
  readonly text: Accessor<string>
  readonly write: (text: string) => void
  /** The text was sent. From here on the journal of changes keeps it safe. */
  readonly clear: () => void
}

/** What this page wrote into the journal. */
const journaled = new Map<DraftKey, string>()

const put = (key: DraftKey, content: string) =>
  perform((client) => client.drafts.put({ key, content }), {
    success: () => {
      const left = journaled.get(key)
      // an older text there would come back over what was saved since
      if (left === undefined || known.get(key) !== content) return
      journaled.delete(key)
      journal.eraseDraft(key, left)
    },
  })

const Kept = Schema.parseJson(Schema.Struct({ key: DraftKey, text: Schema.String }))

/** What was in the field when this tab was reloaded. */
let kept = Option.getOrNull(Schema.decodeOption(Kept)(journal.takeKept("draft") ?? ""))

/** What did not reach the database before this tab was reloaded, or any tab closed. */
const takeLeft = (key: DraftKey): string | null => {
  const own = kept?.key === key ? kept.text : null
  kept = null
  const last = journal.takeDraft(key)
  if (own === null || last === null) return own ?? last
  // mostly the same text; otherwise another tab's
  return own.startsWith(last) ? own : `${last}\n${own}`
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
      journal.writeDraft(unsaved, content)
    }
    flush()
  }
  const unload = () => {
    journal.keep("draft", text() === "" ? null : JSON.stringify({ key: key(), text: text() }))
    leave()
  }
  const write = (next: string) => {
    if (unsaved !== undefined && unsaved !== key()) flush()
    setText(next)
    known.set(key(), next)
    unsaved = key()
    clearTimeout(timer)
    timer = setTimeout(flush, saveDelay)
  }
  const load = (from: DraftKey) => {
    const left = takeLeft(from)
    const cached = left ?? known.get(from)
    setText(cached ?? "")
    if (left !== null) put(from, left)
    if (cached !== undefined) return void known.set(from, cached)
    perform((client) => client.drafts.get({ key: from }), {
      success: (stored) => {
        // what was typed while the draft was being read comes after it
        const typed = known.get(from) ?? ""
        const both = [stored, typed].filter((part) => part !== "").join("\n")
        known.set(from, both)
        if (key() === from && both !== text()) setText(both)
      },
    })
  }

  createEffect(
    on(key, (next) => {
      flush()
      load(next)
    }),
  )
  onMount(() => {
    const hidden = () => {
      if (document.visibilityState === "hidden") leave()
    }
    addEventListener("pagehide", unload)
    document.addEventListener("visibilitychange", hidden)
    onCleanup(() => {
      removeEventListener("pagehide", unload)
      document.removeEventListener("visibilitychange", hidden)
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
