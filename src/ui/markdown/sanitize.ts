import DOMPurify from "dompurify"

/** What markdown becomes, and what a person may write as HTML besides. */
const htmlTags =
  "a abbr b blockquote br cite code dd del details dfn div dl dt em h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s " +
  "samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var"

/** What formulas are made of. */
const mathTags =
  "math annotation menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt " +
  "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics"

const addresses = "href src"

const htmlAttributes = "align alt class colspan dir open rowspan start title"

const mathAttributes =
  "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle encoding fence " +
  "height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits " +
  "notation rowalign rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width xmlns"

/** The classes that code is coloured by, that say its language, and of formulas and tasks. */
const ownClass = /^(?:hljs-[\w-]+|[a-z]+_{1,2}|language-[\w#+.-]+|math|task)$/

const config = {
  ALLOWED_TAGS: `#text ${htmlTags} ${mathTags}`.split(" "),
  ALLOWED_ATTR: `${addresses} ${htmlAttributes} ${mathAttributes}`.split(" "),
  // what is no address need not look like one
  ADD_URI_SAFE_ATTR: `${htmlAttributes} ${mathAttributes}`.split(" "),
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  RETURN_DOM_FRAGMENT: true as const,
}

const refuse = (url: string): string => {
  throw new TypeError(`${url} is no script of this page.`)
}

// the sanitiser reads text as HTML in a document of its own, in which nothing runs and nothing is loaded
const policy = globalThis.trustedTypes?.createPolicy("markdown", {
  createHTML: (html) => html,
  createScriptURL: refuse,
})
DOMPurify.setConfig(policy === undefined ? config : { ...config, TRUSTED_TYPES_POLICY: policy })

DOMPurify.addHook("uponSanitizeAttribute", (_element, data) => {
  if (data.attrName !== "class") return
  data.attrValue = data.attrValue
    .split(/\s+/)
    .filter((name) => ownClass.test(name))
    .join(" ")
  if (data.attrValue === "") data.keepAttr = false
})

DOMPurify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName !== "A") return
  element.setAttribute("target", "_blank")
  element.setAttribute("rel", "noopener noreferrer")
})

/**
 * HTML as nodes that do nothing but show: no scripts, styles, forms, frames, ids or names, and links to the web and to
 * mail alone. They belong to a document that loads nothing, images included.
 */
export const sanitize = (html: string): DocumentFragment => DOMPurify.sanitize(html, config)
