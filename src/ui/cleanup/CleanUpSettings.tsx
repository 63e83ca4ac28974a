import { createSignal, Show } from "solid-js"
import type { CleanUpResult, CleanUpStrategy } from "../../domain/CleanUp.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { useCleanUp } from "../data/useCleanUp.ts"
import { showBytes } from "../settings/showBytes.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { countOf } from "../sync/countOf.ts"
import { CleanUpRow } from "./CleanUpRow.tsx"
import {
  emptiedLine,
  emptyFailure,
  emptyQuestion,
  eventsLine,
  fileLine,
  trashCount,
  trashIsEmpty,
  trashLine,
} from "./cleanUpWords.ts"
import { OldChatsRow } from "./OldChatsRow.tsx"
import "./cleanUp.css"

const doneWords = (strategy: CleanUpStrategy, result: CleanUpResult): string => {
  const { bytes, rows } = result
  switch (strategy._tag) {
    case "EmptyTrash":
      return emptiedLine(strategy.upTo !== null, result)
    case "DropEvents":
      return `${countOf(rows, "change")} dropped, about ${showBytes(bytes)} freed.`
    case "CompactFile":
      return `The file is ${showBytes(bytes)} smaller.`
  }
}

/** Ways of making room, each with what it would free. */
export const CleanUpSettings = () => {
  const { preview, refresh, run } = useCleanUp()
  const [running, setRunning] = createSignal<CleanUpStrategy["_tag"]>()
  const [asking, setAsking] = createSignal(false)
  const [note, setNote] = createSignal("")
  const mode = () => syncStatus()?.mode ?? "local-only"
  const finish = (sentence: string) => {
    setRunning(undefined)
    setNote(sentence)
  }
  const start = (strategy: CleanUpStrategy) => {
    setAsking(false)
    setRunning(strategy._tag)
    setNote(strategy._tag === "CompactFile" ? "Writing the file anew…" : "Working…")
    run(
      strategy,
      (result) => finish(doneWords(strategy, result)),
      ({ error, sentence }) =>
        finish(strategy._tag === "EmptyTrash" ? emptyFailure(error, sentence) : sentence),
    )
  }
  return (
    <section class="setting" aria-labelledby="clean-up-title">
      <h2 class="setting-name" id="clean-up-title">
        Clean up
      </h2>
      <p class="setting-hint">
        What is freed inside the file is used for what you write next. Compacting gives it back to the disk.
      </p>
      <Show when={preview()} fallback={<ListSkeleton rows={4} />}>
        {(found) => (
          <>
            <ul class="clean-up-list">
              <CleanUpRow
                name="Empty the trash"
                line={trashLine(found().trash)}
                button="Empty trash"
                danger
                disabled={trashIsEmpty(found().trash) || running() !== undefined}
                busy={running() === "EmptyTrash"}
                onRun={() => setAsking(true)}
              />
              <CleanUpRow
                name="Drop confirmed changes"
                line={eventsLine(found().events, mode())}
                button="Drop changes"
                disabled={found().events.events === 0 || running() !== undefined}
                busy={running() === "DropEvents"}
                onRun={() => start({ _tag: "DropEvents" })}
              />
              <OldChatsRow say={setNote} onChanged={refresh} />
              <CleanUpRow
                name="Compact the file"
                line={fileLine(found().file)}
                button="Compact file"
                disabled={found().file.blocked !== null || running() !== undefined}
                busy={running() === "CompactFile"}
                onRun={() => start({ _tag: "CompactFile" })}
              />
            </ul>
            <Show when={asking()}>
              <ConfirmDialog
                title={`Erase ${trashCount(found().trash)} for good?`}
                confirm="Erase for good"
                danger
                onConfirm={() => start({ _tag: "EmptyTrash", until: found().at, upTo: found().trash.upTo })}
                onClose={() => setAsking(false)}
              >
                <p>{emptyQuestion(found().trash)}</p>
              </ConfirmDialog>
            </Show>
          </>
        )}
      </Show>
      <p class="note" role="status">
        {note()}
      </p>
    </section>
  )
}
