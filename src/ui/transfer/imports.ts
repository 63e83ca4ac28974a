import { createSignal } from "solid-js"
import type { ImportId } from "../../domain/Ids.ts"
import { type ImportProgress, type ImportRecord, noCounts } from "../../domain/transfer/Import.ts"
import type { Failure } from "../client/Failure.ts"
import { newImportId } from "../client/newId.ts"
import { each, perform } from "../client/runtime.ts"
import { once } from "../data/once.ts"
import { followShown } from "../data/problems.ts"
import { showFailure, showToast } from "../shell/toasts.ts"
import { doneText, stoppedText, undoneText } from "./importWords.ts"

/** One that this page has asked for. */
export interface Running {
  readonly id: ImportId
  readonly progress: ImportProgress
  readonly cancel: () => void
}

// of the page and not of a component: it goes on while the person looks at something else
const [running, setRunning] = createSignal<Running>()
export { running }

export const startImport = (files: ReadonlyArray<File>): void => {
  if (files.length === 0 || running() !== undefined) return
  const id = newImportId()
  const total = files.reduce((bytes, { size }) => bytes + size, 0)
  const counts = () => running()?.progress.counts ?? noCounts
  const over = (text: string) => {
    setRunning(undefined)
    showToast(text)
  }
  const stop = each(
    (client) =>
      client.transfer.import({ importId: id, files: files.map((blob) => ({ name: blob.name, blob })) }),
    (progress) => setRunning((now) => now && { ...now, progress }),
    {
      success: () => over(doneText(counts())),
      failure: (failure: Failure) => {
        setRunning(undefined)
        showFailure(failure, () => startImport(files))
      },
    },
  )
  const cancel = () => {
    const text = stoppedText(counts())
    stop()
    over(text)
  }
  setRunning({ id, progress: { read: 0, total, counts: noCounts }, cancel })
}

/** @param over called also when it did not work, which is said in a toast */
export const undoImport = (importId: ImportId, over: () => void): void => {
  perform((client) => client.transfer.undo({ importId }), {
    success: (undone) => {
      over()
      showToast(undoneText(undone))
    },
    failure: (failure) => {
      over()
      showFailure(failure, () => undoImport(importId, over))
    },
  })
}

/** The newest imports of this device. Undefined until the database has answered. */
export const useImports = once(() => {
  const [records, setRecords] = createSignal<ReadonlyArray<ImportRecord>>()
  followShown((client) => client.transfer.imports(undefined, { asMailbox: true }), setRecords)
  return records
})
