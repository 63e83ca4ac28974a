/** The composer is one element per page; shortcuts and new chats bring the caret there. */
export const focusComposer = (): void => document.getElementById("composer")?.focus()

/** On touch screens focus would raise the keyboard over what somebody came to read. */
export const focusComposerUnlessTouch = (): void => {
  if (matchMedia("(hover: hover)").matches) focusComposer()
}
