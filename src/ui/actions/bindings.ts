import { matchKeyBindingPress, parseKeybinding } from "tinykeys"

/** Of what is pressed on a keyboard, what tells a shortcut. */
export type Press = Pick<
  KeyboardEvent,
  "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing"
>

const modifiers: ReadonlySet<string> = new Set([
  "Shift",
  "Control",
  "Alt",
  "Meta",
  "AltGraph",
  "CapsLock",
  "Fn",
  "Dead",
  "Process",
  "Unidentified",
])

const isPlain = (key: string) => key.length > 1 || /^[!-~]$/.test(key)

/** Where Shift or another layout puts other signs on a key, its place on the keyboard tells it. */
const keyOf = ({ key, code, shiftKey, altKey }: Press): string => {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  if (key === " " || key === "+" || !isPlain(key)) return code
  return key.length === 1 && (shiftKey || altKey) && code !== "" ? code : key
}

/** What was pressed, in the form in which bindings are kept; null while only modifiers are. */
export const bindingOf = (press: Press, isMac: boolean): string | null => {
  if (press.isComposing || modifiers.has(press.key)) return null
  const { altKey, ctrlKey, metaKey, shiftKey } = press
  const held = [
    (isMac ? metaKey : ctrlKey) ? "$mod" : "",
    (isMac ? ctrlKey : metaKey) ? (isMac ? "Control" : "Meta") : "",
    altKey ? "Alt" : "",
    shiftKey ? "Shift" : "",
  ]
  return [...held.filter((name) => name !== ""), keyOf(press)].join("+")
}

const partsOf = (binding: string) => binding.split("+")

/** Without Control, Alt or Command: speech input and assistive technology press such keys by mistake (WCAG 2.1.4). */
export const isSingleKey = (binding: string): boolean => {
  const parts = partsOf(binding)
  const key = parts.at(-1) ?? ""
  return parts.slice(0, -1).every((part) => part === "Shift") && !/^(?:F\d+|Escape)$/.test(key)
}

/** Whether the event is a press of these keys, also where the keyboard writes no Latin letters. */
export const matches = (event: KeyboardEvent, binding: string): boolean =>
  parseKeybinding(binding).some((press) => {
    if (matchKeyBindingPress(event, press)) return true
    const [held, key] = press
    const foreign = event.key.length === 1 && event.key > "\u007f"
    return (
      foreign &&
      typeof key === "string" &&
      /^[a-z]$/.test(key) &&
      matchKeyBindingPress(event, [held, `Key${key.toUpperCase()}`])
    )
  })

/** Why keys cannot be given to an action. */
export type KeyProblem = "reserved" | "browser"

/** Without which nobody could write, leave or walk through the page. */
const reserved: ReadonlySet<string> = new Set([
  "Enter",
  "Shift+Enter",
  "Escape",
  "Tab",
  "Shift+Tab",
  "Space",
  "Shift+Space",
  "Backspace",
  "ArrowUp",
  "ArrowDown",
  "PageUp",
  "PageDown",
  "Home",
  "End",
  "$mod+a",
  "$mod+c",
  "$mod+v",
  "$mod+x",
  "$mod+z",
  "$mod+Shift+z",
])

/** Chromium, Firefox and Safari never hand these to a page. */
const browserOwned: ReadonlySet<string> = new Set([
  "$mod+n",
  "$mod+t",
  "$mod+w",
  "$mod+q",
  "$mod+Shift+n",
  "$mod+Shift+t",
  "$mod+Shift+w",
  "$mod+Shift+p",
  "F11",
])

export const problemOf = (binding: string): KeyProblem | undefined => {
  if (reserved.has(binding)) return "reserved"
  return browserOwned.has(binding) ? "browser" : undefined
}

const signs: Readonly<Record<string, string>> = {
  Shift: "Shift",
  Alt: "Alt",
  Control: "Ctrl",
  Meta: "Win",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Backspace: "Backspace",
  Delete: "Del",
  Semicolon: ";",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Equal: "=",
  Minus: "-",
  Quote: "'",
  Backquote: "`",
  Backslash: "\\",
  BracketLeft: "[",
  BracketRight: "]",
}

const macSigns: Readonly<Record<string, string>> = { Shift: "⇧", Alt: "⌥", Control: "⌃", Backspace: "⌫" }

/** The keys as they are printed on the keyboard. */
export const printed = (binding: string, isMac: boolean): ReadonlyArray<string> =>
  partsOf(binding).map((part) => {
    if (part === "$mod") return isMac ? "⌘" : "Ctrl"
    const sign = (isMac ? macSigns[part] : undefined) ?? signs[part]
    if (sign !== undefined) return sign
    return part.replace(/^(?:Key|Digit|Numpad)(?=.)/, "").replace(/^[a-z]$/, (letter) => letter.toUpperCase())
  })
