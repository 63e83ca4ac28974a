import { A } from "@solidjs/router"
import { For, Show } from "solid-js"
import IconFolder from "~icons/lucide/folder"
import IconImport from "~icons/lucide/import"
import IconPlug from "~icons/lucide/plug"
import IconX from "~icons/lucide/x"
import { folderWords } from "../chats/folderWords.ts"
import { canAnswer } from "../data/canAnswer.ts"
import { sidebarChats } from "../data/sidebarChats.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { Mark } from "../shell/Mark.tsx"
import { notes, questions, welcomeWords, whereItGoes } from "./welcomeWords.ts"

interface Props {
  /** In which a chat that begins here will be. */
  readonly folder: string | null
  /** Puts a beginning into the composer. */
  readonly onStart: (text: string) => void
}

/** For as long as there is no chat. */
const FirstSteps = (props: Pick<Props, "onStart">) => (
  <div class="first-steps">
    <div class="starters" role="group" aria-label={welcomeWords.begin}>
      <For each={canAnswer() ? questions : notes}>
        {({ name, text }) => (
          <button type="button" class="button small" onClick={() => props.onStart(text)}>
            {name}
          </button>
        )}
      </For>
    </div>
    <p class="first-ways">
      <Show when={!canAnswer()}>
        <A href="/settings/providers">
          <IconPlug />
          {welcomeWords.connect}
        </A>
      </Show>
      <A href="/settings/data">
        <IconImport />
        {welcomeWords.bring}
      </A>
    </p>
  </div>
)

/** Above the composer of a chat that does not exist yet. */
export const Welcome = (props: Props) => {
  const isFirst = () =>
    sidebarChats().loaded() && sidebarChats().chats.length === 0 && canAnswer() !== undefined
  const where = () => {
    const mode = syncStatus()?.mode
    // nothing is said before it is known
    return mode === undefined ? "\u00a0" : whereItGoes[mode]
  }
  return (
    <div class="welcome">
      <Mark />
      <p class="welcome-title">{welcomeWords.title}</p>
      <p>{where()}</p>
      <Show when={props.folder}>
        {(name) => (
          <p class="welcome-folder">
            <IconFolder />
            {folderWords.inside(name())}
            <A class="icon-button small" href="/" aria-label={folderWords.leave}>
              <IconX />
            </A>
          </p>
        )}
      </Show>
      <Show when={canAnswer() === false}>
        <p>{welcomeWords.nothingAnswers}</p>
      </Show>
      <Show when={isFirst()}>
        <FirstSteps onStart={props.onStart} />
      </Show>
    </div>
  )
}
