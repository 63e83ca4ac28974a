import type { BrowserContext } from "playwright-core"

declare global {
  interface Window {
    reportConfirmed: (text: string) => Promise<void>
  }
}

/** Runs in every page: says once of each message that the page shows it as saved. */
const watch = () => {
  const reported = new Set<string>()
  const look = () => {
    for (const element of document.querySelectorAll("article[data-delivery=saved] .message-text")) {
      const text = element.textContent ?? ""
      if (reported.has(text)) continue
      reported.add(text)
      void window.reportConfirmed(text)
    }
  }
  const observer = new MutationObserver(look)
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-delivery"],
  })
}

export interface Confirmations {
  readonly texts: ReadonlySet<string>
  /**
   * Resolves when this many more have been confirmed. Only what is in view counts: where all is written before the first
   * of it is saved, that is about a dozen per page.
   */
  readonly more: (count: number) => Promise<void>
}

/**
 * Collects what the pages of a browser show as saved, outside of the browser, where it survives the browser's end.
 * Call it before a page is opened.
 */
export const collectConfirmations = async (
  context: BrowserContext,
  texts = new Set<string>(),
): Promise<Confirmations> => {
  let waiting: ReadonlyArray<{ readonly size: number; readonly resolve: () => void }> = []
  await context.exposeFunction("reportConfirmed", (text: string) => {
    texts.add(text)
    for (const { size, resolve } of waiting) if (texts.size >= size) resolve()
    waiting = waiting.filter(({ size }) => texts.size < size)
  })
  await context.addInitScript(watch)
  return {
    texts,
    more: (count) =>
      new Promise((resolve) => {
        waiting = [...waiting, { size: texts.size + count, resolve }]
      }),
  }
}
