/** 229 is what Safari reports for the Enter that ends a composition, after it said the composition is over. */
const composing = 229

/** Enter alone, and not the Enter that picks a word while composing one. */
export const isSendKey = (event: KeyboardEvent): boolean =>
  event.key === "Enter" &&
  !event.shiftKey &&
  !event.altKey &&
  !event.isComposing &&
  event.keyCode !== composing
