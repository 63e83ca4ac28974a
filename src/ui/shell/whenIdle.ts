/** Once the page has nothing else to do. Safari has no `requestIdleCallback` and gets a second. */
export const whenIdle = (run: () => void): void => {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: 5_000 })
  else setTimeout(run, 1_000)
}
