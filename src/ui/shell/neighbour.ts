/** The path of the chat above or below the open one; from a page that is no chat, the first or the last. */
export const neighbour = (paths: ReadonlyArray<string>, path: string, step: -1 | 1): string | undefined => {
  const at = paths.indexOf(path)
  return at === -1 ? paths.at(step === 1 ? 0 : -1) : paths[at + step]
}

/** The paths of the chats as the sidebar lists them, from top to bottom. */
export const listedPaths = (): ReadonlyArray<string> =>
  Array.from(document.querySelectorAll(".chat-list .chat-link"), (link) => link.getAttribute("href") ?? "")
