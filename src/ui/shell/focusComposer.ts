/** The composer is one element per page; shortcuts and new chats bring the caret there. */
export const focusComposer = (): void => document.getElementById("composer")?.focus()

/** On touch screens focus would raise the keyboard over what somebody came to read. */
export const focusComposerUnlessTouch = (): void => {
  if (matchMedia("(hover: hover)").matches) focusComposer()
}

/** For when what had the focus is gone: to the composer, and on a page without one to the page itself. */
export const focusPage = (): void =>
  (document.getElementById("composer") ?? document.getElementById("main"))?.focus()
