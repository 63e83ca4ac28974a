import { escapeHtml } from "./escapeHtml.ts"

/** Elements that a text may use by their tags. The page sanitises them: this alone decides what is shown as written. */
const usable = new Set(
  (
    "a abbr b blockquote br cite code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p " +
    "pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var"
  ).split(" "),
)

/** HTML in a text: known elements stay elements, and whatever else is in angle brackets is shown as it is written. */
export const rawHtml = (text: string): string =>
  text
    .replace(/<!--[^]*?(?:-->|$)/g, "")
    .replace(/<(\/?)([^\s<>/]*)([^<>]*)>?/g, (found, _slash: string, name: string) =>
      usable.has(name.toLowerCase()) && found.endsWith(">") ? found : escapeHtml(found),
    )
