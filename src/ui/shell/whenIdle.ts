/** Runs it once the page is painted and the browser has nothing else to do. */
export const whenIdle = (run: () => void): void => {
  const wait = () => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: 5_000 })
    else setTimeout(run, 1_000)
  }
  // a page that nobody sees is not painted
  if (document.hidden) wait()
  else requestAnimationFrame(() => setTimeout(wait))
}
