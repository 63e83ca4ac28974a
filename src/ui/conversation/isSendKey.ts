import { sendKey } from "../preferences/ways.ts"

/** 229 is what Safari reports for the Enter that ends a composition, after it said the composition is over. */
const composing = 229

/** Enter as it was chosen, alone or with Command or Control, and not the Enter that picks a word while composing one. */
export const isSendKey = (event: KeyboardEvent): boolean =>
  event.key === "Enter" &&
  !event.shiftKey &&
  !event.altKey &&
  (sendKey.chosen() === "enter" || event.metaKey || event.ctrlKey) &&
  !event.isComposing &&
  event.keyCode !== composing
