import { createSignal } from "solid-js"

export type DialogName = "search" | "shortcuts"

const [open, setOpen] = createSignal<DialogName | null>(null)

/** Which of the page's own dialogs is open. */
export const openDialog = open

export const showDialog = (name: DialogName): void => void setOpen(name)

export const closeDialog = (): void => void setOpen(null)
