import { createSignal, onCleanup, Show, untrack } from "solid-js"
import type { Block } from "../../markdown/MarkdownWire.ts"
import { announce } from "../shell/announce.ts"
import { copyText } from "../shell/copyText.ts"
import { createRendering } from "./createRendering.ts"
import { prepareMarkdown } from "./markdownWorker.ts"
import { renderedText } from "./renderedTexts.ts"
import { StreamingText } from "./StreamingText.tsx"
import "./code.css"
import "./markdown.css"

type MakeBlocksView = typeof import("./makeBlocksView.ts").makeBlocksView

let makeView: MakeBlocksView | undefined
const loading = async (): Promise<MakeBlocksView | undefined> => {
  try {
    const { makeBlocksView } = await import("./makeBlocksView.ts")
    makeView = makeBlocksView
  } catch {
    // texts stay as they are written
  }
  return makeView
}

/** Loads what shows markdown while the messages themselves are still being read. */
export const prepareMarkdownText = (): void => {
  prepareMarkdown()
  if (makeView === undefined) void loading()
}

/** Text as markdown. As it is written until it is rendered, and where it cannot be. */
export const MarkdownText = (props: { readonly text: string; readonly busy: boolean }) => {
  const [shown, setShown] = createSignal(false)
  const root = document.createElement("div")
  root.className = "message-text markdown"
  let view: ReturnType<MakeBlocksView> | undefined
  let gone = false
  onCleanup(() => (gone = true))

  const show = (keep: number, blocks: ReadonlyArray<Block>, writing: boolean) => {
    if (makeView === undefined) {
      void loading().then((it) => it !== undefined && !gone && show(keep, blocks, writing))
      return
    }
    view ??= makeView(root, { copyText, announce })
    view.show(keep, blocks, writing)
    root.classList.toggle("writing", writing)
    setShown(true)
  }
  // what is known when the row is made is shown with it
  const first = untrack(() => (props.busy ? undefined : props.text))
  const known = first === undefined || makeView === undefined ? undefined : renderedText(first)
  if (known !== undefined) show(0, known, false)
  createRendering(
    () => props.text,
    () => props.busy,
    { show, fail: () => setShown(false) },
    known === undefined ? "" : (first ?? ""),
  )
  return (
    <Show when={shown()} fallback={<StreamingText text={props.text} busy={props.busy} />}>
      {root}
    </Show>
  )
}
