import { Progress } from "@kobalte/core/progress"
import { createSignal, For, Show } from "solid-js"
import type { ImportRecord } from "../../domain/transfer/Import.ts"
import { datedName, saveFile } from "../data/saveFile.ts"
import { showFull } from "../shell/times.ts"
import {
  cancelLabel,
  dropHint,
  importedBefore,
  importHint,
  importLabel,
  importTitle,
  moreSkipped,
  progressLabel,
  progressLine,
  recordLine,
  reportText,
  saveReportLabel,
  skippedLine,
  skippedTitle,
  undoLabel,
} from "./importWords.ts"
import { type Running, running, startImport, undoImport, useImports } from "./imports.ts"
import "./transfer.css"

const RunningImport = (props: { readonly of: Running }) => (
  <div class="import-running">
    <Progress
      class="meter"
      value={props.of.progress.read}
      minValue={0}
      maxValue={Math.max(1, props.of.progress.total)}
      getValueLabel={() =>
        progressLine(props.of.progress.read, props.of.progress.total, props.of.progress.counts)
      }
    >
      <div class="meter-head">
        <Progress.Label>{progressLabel}</Progress.Label>
        <Progress.ValueLabel />
      </div>
      <Progress.Track class="meter-track">
        <Progress.Fill class="meter-fill import-fill" />
      </Progress.Track>
    </Progress>
    <button type="button" class="button small" onClick={() => props.of.cancel()}>
      {cancelLabel}
    </button>
  </div>
)

const Record = (props: { readonly record: ImportRecord }) => {
  const save = () => saveFile(datedName("import.txt"), "text/plain", [reportText(props.record)])
  const [undoing, setUndoing] = createSignal(false)
  const undo = () => {
    setUndoing(true)
    undoImport(props.record.id, () => setUndoing(false))
  }
  const canUndo = () => {
    const { counts, id, undoneAt } = props.record
    return undoneAt === null && running()?.id !== id && counts.added + counts.grown > 0
  }
  return (
    <li class="import-record">
      <h3 class="import-files">{props.record.files.join(", ")}</h3>
      <p class="setting-hint">
        {showFull(props.record.startedAt)}: {recordLine(props.record, running()?.id === props.record.id)}
      </p>
      <Show when={props.record.skipped.length > 0}>
        <details class="import-skipped">
          <summary>{skippedTitle(props.record.counts)}</summary>
          <ul>
            <For each={props.record.skipped.slice(0, 50)}>{(it) => <li>{skippedLine(it)}</li>}</For>
            <Show when={props.record.counts.skipped > 50}>
              <li>{moreSkipped(props.record.counts.skipped - 50)}</li>
            </Show>
          </ul>
        </details>
      </Show>
      <div class="actions">
        <button type="button" class="button small" onClick={save}>
          {saveReportLabel}
        </button>
        <Show when={canUndo()}>
          <button
            type="button"
            class="button small"
            disabled={undoing()}
            aria-busy={undoing()}
            onClick={undo}
          >
            {undoLabel}
          </button>
        </Show>
      </div>
    </li>
  )
}

/** Takes files of chats, shows how far it is, and what became of it. */
export const ImportSettings = () => {
  const records = useImports()
  const [over, setOver] = createSignal(false)
  const take = (files: FileList | null | undefined) => startImport([...(files ?? [])])
  return (
    <section
      class="setting import-place"
      classList={{ over: over() }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      <h2 class="setting-name">{importTitle}</h2>
      <p class="setting-hint">{importHint}</p>
      <div class="actions">
        <label class="button import-button" classList={{ disabled: running() !== undefined }}>
          {importLabel}
          <input
            class="visually-hidden"
            type="file"
            multiple
            disabled={running() !== undefined}
            onChange={(event) => {
              take(event.currentTarget.files)
              // the same file may be chosen again
              event.currentTarget.value = ""
            }}
          />
        </label>
        <span class="setting-hint">{dropHint}</span>
      </div>
      <Show when={running()}>{(it) => <RunningImport of={it()} />}</Show>
      <Show when={(records()?.length ?? 0) > 0}>
        <h3 class="visually-hidden">{importedBefore}</h3>
        <ul class="import-list" aria-label={importedBefore}>
          <For each={records()}>{(record) => <Record record={record} />}</For>
        </ul>
      </Show>
    </section>
  )
}
