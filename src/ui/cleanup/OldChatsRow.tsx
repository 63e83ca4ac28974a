import { createEffect, createSignal, For, on, Show } from "solid-js"
import type { OldChats } from "../../domain/CleanUp.ts"
import { exportAndArchive, findOldChats, throwAwayOld } from "../data/oldChats.ts"
import { showBytes } from "../settings/showBytes.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { countOf } from "../sync/countOf.ts"
import { CleanUpRow } from "./CleanUpRow.tsx"
import { monthsBefore } from "./monthsBefore.ts"

const choices = [3, 6, 12, 24]

interface Exported extends OldChats {
  readonly file: string
  readonly before: number
}

interface Props {
  /** Says how it went; called with nothing at the beginning. */
  readonly say: (sentence: string) => void
  readonly onChanged: () => void
}

const sentenceOf = (cause: unknown) => (cause instanceof Error ? cause.message : "It did not work.")

/** Chats that were not used for long: a file of them, then the archive, then, if it is wanted, the trash. */
export const OldChatsRow = (props: Props) => {
  const [months, setMonths] = createSignal(12)
  const [found, setFound] = createSignal<OldChats>()
  const [exported, setExported] = createSignal<Exported>()
  const [busy, setBusy] = createSignal(false)
  const [asking, setAsking] = createSignal(false)
  const before = () => monthsBefore(Date.now(), months())
  const look = () => findOldChats(before()).then(setFound, (cause) => props.say(sentenceOf(cause)))
  createEffect(
    on(months, () => {
      setExported(undefined)
      void look()
    }),
  )
  const run = async (step: () => Promise<string>) => {
    setBusy(true)
    props.say("")
    try {
      props.say(await step())
    } catch (cause) {
      props.say(sentenceOf(cause))
    }
    setBusy(false)
    props.onChanged()
    void look()
  }
  const archive = (at: number) =>
    run(async () => {
      const old = await findOldChats(at)
      const file = await exportAndArchive(old)
      setExported({ ...old, file, before: at })
      return `${countOf(old.chatIds.length, "chat")} handed out as ${file}, and archived.`
    })
  const throwAway = ({ before, chatIds }: Exported) =>
    run(async () => {
      setAsking(false)
      const thrown = await throwAwayOld(chatIds, before)
      setExported(undefined)
      return `${countOf(thrown, "chat")} moved to the trash.`
    })
  const line = () => {
    const old = found()
    if (old === undefined) return "Looking…"
    if (old.chatIds.length === 0) return "No chat is that old. Pinned ones do not count."
    return `${countOf(old.chatIds.length, "chat")} with ${showBytes(old.bytes)} of text. A file of them is made, then they are archived. Only moving them to the trash frees room.`
  }
  return (
    <CleanUpRow
      name="Archive old chats"
      line={line()}
      button="Export and archive"
      disabled={(found()?.chatIds.length ?? 0) === 0}
      busy={busy()}
      onRun={() => void archive(before())}
    >
      <label class="labelled clean-up-choice">
        <span>Not used for</span>
        <select class="field" onChange={(event) => setMonths(Number(event.currentTarget.value))}>
          <For each={choices}>
            {(choice) => (
              <option value={choice} selected={choice === months()}>
                {countOf(choice, "month")}
              </option>
            )}
          </For>
        </select>
      </label>
      <Show when={exported()}>
        {(it) => (
          <>
            <div class="actions">
              <button
                type="button"
                class="button small danger"
                disabled={busy()}
                onClick={() => setAsking(true)}
              >
                Move {countOf(it().chatIds.length, "chat")} to the trash
              </button>
            </div>
            <Show when={asking()}>
              <ConfirmDialog
                title={`Move ${countOf(it().chatIds.length, "chat")} to the trash?`}
                confirm="Move to the trash"
                danger
                onConfirm={() => void throwAway(it())}
                onClose={() => setAsking(false)}
              >
                <p>
                  See first that {it().file} is in your downloads. They can be restored from the trash until
                  it is emptied. A chat in which something was written meanwhile stays.
                </p>
              </ConfirmDialog>
            </Show>
          </>
        )}
      </Show>
    </CleanUpRow>
  )
}
