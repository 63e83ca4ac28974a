import { createSignal, For, Show } from "solid-js"
import { syncStatus } from "../data/syncStatus.ts"
import { clock } from "../shell/clock.ts"
import { showFull } from "../shell/times.ts"
import {
  backUpIfDue,
  backupFailure,
  backUpNow,
  backupTrouble,
  canWriteFiles,
  chooseFile,
  downloadBackup,
} from "./backups.ts"
import { lastBackup, type Schedule, schedules } from "./backupRules.ts"
import { backupState, rememberBackup } from "./backupState.ts"
import "./backup.css"

const scheduleNames: Readonly<Record<Schedule, string>> = {
  off: "Only when I ask",
  daily: "Every day",
  weekly: "Every week",
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Copies of the database outside the browser: by a click, and by themselves where the browser lets a page write files. */
export const BackupSettings = () => {
  const [busy, setBusy] = createSignal(false)
  const [note, setNote] = createSignal("")
  const run = async (step: () => Promise<string>) => {
    setBusy(true)
    setNote("")
    try {
      setNote(await step())
    } catch (cause) {
      setNote(backupFailure(cause))
    }
    setBusy(false)
  }
  const choose = () =>
    run(async () => ((await chooseFile()) ? "The backup was written." : "No file was chosen."))
  const now = () =>
    run(async () => ((await backUpNow()) ? "The backup was written." : "The browser did not allow it."))
  const download = () =>
    run(async () => {
      await downloadBackup()
      return "The backup is in your downloads."
    })
  const schedule = (chosen: string) => {
    rememberBackup({ schedule: schedules.find((it) => it === chosen) ?? "off" })
    void backUpIfDue()
  }
  return (
    <section class="setting" aria-labelledby="backup-title">
      <h2 class="setting-name" id="backup-title">
        Back up to a file
      </h2>
      <p class="setting-hint">
        A copy of the whole database, as an ordinary SQLite file: every chat, and who may read the file may
        read them.
        <Show when={syncStatus()?.mode === "local-only"}> Your chats are kept only on this device.</Show>{" "}
        OpenChat cannot read a backup back in yet; any SQLite program opens it.
      </p>
      <p class="backup-last">
        <span title={showWhen(backupState().at)}>{capital(lastBackup(backupState(), clock()()))}</span>
        <Show when={backupState().file}>{(file) => <span>, in {file()}</span>}</Show>
      </p>
      <Show
        when={canWriteFiles()}
        fallback={
          <p class="setting-hint">
            This browser does not let a page write to a file by itself. Download a backup now and then.
          </p>
        }
      >
        <Show when={backupState().file !== null}>
          <label class="labelled backup-schedule">
            <span>Write to it</span>
            <select class="field" onChange={(event) => schedule(event.currentTarget.value)}>
              <For each={schedules}>
                {(it) => (
                  <option value={it} selected={it === backupState().schedule}>
                    {scheduleNames[it]}
                  </option>
                )}
              </For>
            </select>
          </label>
          <p class="setting-hint">
            While OpenChat is open in a tab. A backup takes the place of the one before.
          </p>
        </Show>
        <Show when={backupTrouble()}>
          {(it) => (
            <p class="backup-trouble" role="alert">
              {troubleText(it())}
            </p>
          )}
        </Show>
      </Show>
      <div class="actions">
        <Show when={canWriteFiles()}>
          <Show when={backupState().file !== null}>
            <button type="button" class="button" disabled={busy()} onClick={() => void now()}>
              {backupTrouble()?.needs === "permission" ? "Allow and back up" : "Back up now"}
            </button>
          </Show>
          <button type="button" class="button" disabled={busy()} onClick={() => void choose()}>
            {backupState().file === null ? "Choose a file…" : "Choose another file…"}
          </button>
        </Show>
        <button type="button" class="button" disabled={busy()} onClick={() => void download()}>
          Download a backup
        </button>
      </div>
      <p class="note" role="status">
        {note()}
      </p>
    </section>
  )
}

const showWhen = (at: number | null) => (at === null ? undefined : showFull(at))

const troubleText = (trouble: NonNullable<ReturnType<typeof backupTrouble>>) =>
  trouble.needs === "permission"
    ? "A backup is due, and the browser wants to ask you again before the file is written."
    : `${trouble.why} It will be tried again; the backup before is as it was.`
