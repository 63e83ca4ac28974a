import type { KatexOptions } from "katex"
import { escapeHtml } from "./escapeHtml.ts"

/** UTF-16 units of a formula that is set, at most. */
const longest = 10_000

interface Katex {
  readonly renderToString: (tex: string, options: KatexOptions) => string
}

let katex: Katex | undefined
let wanted = false

/** Whether a formula was met and what sets it is not here yet. */
export const wantsMath = (): boolean => wanted && katex === undefined

/** Loads what sets formulas. Where it cannot be loaded they are shown as they are written. */
export const loadMath = async (): Promise<void> => {
  try {
    katex = (await import("katex")).default
  } catch {
    wanted = false
  }
}

const source = (tex: string, display: boolean): string =>
  `<code class="math">${escapeHtml(display ? tex.trim() : tex)}</code>`

/** A formula as MathML, which needs no styles and no fonts, and which screen readers know. */
export const mathHtml = (tex: string, display: boolean): string => {
  if (tex.length > longest) return source(tex, display)
  if (katex === undefined) {
    wanted = true
    return source(tex, display)
  }
  try {
    return katex.renderToString(tex, {
      displayMode: display,
      output: "mathml",
      throwOnError: true,
      strict: "ignore",
      trust: false,
      maxExpand: 500,
      maxSize: 20,
    })
  } catch {
    return source(tex, display)
  }
}
