import { createSignal } from "solid-js"
import { showDialog } from "../shell/dialogs.ts"

const [start, setStart] = createSignal("")

/** What the palette's field holds when it opens. */
export const paletteStart = start

/** @param text what is in the field at first: words, operators, or `>` for commands alone */
export const openPalette = (text = ""): void => {
  setStart(text)
  showDialog("palette")
}
