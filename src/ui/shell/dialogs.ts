import { createSignal } from "solid-js"
import { focusPage } from "./focusComposer.ts"

export type DialogName = "palette" | "move" | "shortcuts" | "versions" | "prompt" | "export"

const [open, setOpen] = createSignal<DialogName | null>(null)
let opener: Element | null = null

/** Which of the page's own dialogs is open. */
export const openDialog = open

export const showDialog = (name: DialogName): void => {
  if (open() === null) opener = document.activeElement
  setOpen(name)
}

export const closeDialog = (): void => void setOpen(null)

/** Gives the focus back to where it was before the dialog. */
export const returnFocus = (event: Event): void => {
  event.preventDefault()
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus()
  else focusPage()
}
