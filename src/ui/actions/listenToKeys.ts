import { type ActionId, actionIds, actions } from "./actionList.ts"
import { isSingleKey, matches } from "./bindings.ts"
import { keysInForce } from "./keymap.ts"
import { isAvailable, runAction } from "./registry.ts"

/** Where single keys are text, or move through something of their own. */
const taken =
  "input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox], [role=radiogroup], [role=switch]"

const isHeard = (id: ActionId, binding: string, target: Element): boolean => {
  if (isSingleKey(binding) && target.closest(taken) !== null) return false
  // what lies under a dialog is not what the person looks at
  if (actions[id].group !== "general" && document.querySelector(".dialog-place") !== null) return false
  if (actions[id].scope === "page") return true
  // arrows scroll what is in a message, such as a long line of code
  return binding.startsWith("Arrow") ? target.matches("article") : target.closest("article") !== null
}

const hear = (event: KeyboardEvent) => {
  if (event.defaultPrevented || event.isComposing) return
  const target = event.target instanceof Element ? event.target : document.body
  const id = actionIds.find((it) => {
    const binding = keysInForce(it)
    return binding !== null && matches(event, binding) && isHeard(it, binding, target) && isAvailable(it)
  })
  if (id === undefined) return
  event.preventDefault()
  runAction(id)
}

/** Listens until the returned function is called. */
export const listenToKeys = (): (() => void) => {
  addEventListener("keydown", hear)
  return () => removeEventListener("keydown", hear)
}
