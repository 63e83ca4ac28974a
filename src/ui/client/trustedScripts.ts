import markdownUrl from "../../markdown/markdown.ts?worker&url"
import workerUrl from "../../worker/start.ts?worker&url"

/** What the page starts from an address, besides its own modules. */
const scripts = { worker: workerUrl, markdown: markdownUrl, serviceWorker: "/sw.js" } as const

// where the browser enforces Trusted Types, a plain string starts nothing, and neither does this policy any other
const policy = globalThis.trustedTypes?.createPolicy("openchat", {
  createScriptURL: (url) => {
    if (Object.values<string>(scripts).includes(url)) return url
    throw new TypeError(`${url} is no script of this page.`)
  },
})

/** The address of one of them, in the form that the browser starts it from. */
export const scriptUrl = (script: keyof typeof scripts): string =>
  policy?.createScriptURL(scripts[script]) ?? scripts[script]
