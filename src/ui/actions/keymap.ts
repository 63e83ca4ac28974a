import { createSignal } from "solid-js"
import { type ActionId, actionIds, actions } from "./actionList.ts"
import { isSingleKey, printed } from "./bindings.ts"

/** Kept on the device, as the theme is. What is not named has its usual key; null is none. */
interface Kept {
  readonly keys: Readonly<Record<string, string | null>>
  readonly singleKeys: boolean
}

const storageKey = "openchat:shortcuts"
const usual: Kept = { keys: {}, singleKeys: true }

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** By hand: a schema here would tear the page's largest chunk apart, and cost it 4 kB. */
const decode = (text: string): Kept => {
  const kept: unknown = JSON.parse(text)
  if (!isObject(kept)) return usual
  const keys: Record<string, string | null> = {}
  if ("keys" in kept && isObject(kept.keys)) {
    for (const [id, binding] of Object.entries(kept.keys)) {
      if (typeof binding === "string" || binding === null) keys[id] = binding
    }
  }
  return { keys, singleKeys: !("singleKeys" in kept && kept.singleKeys === false) }
}

const stored = (): Kept => {
  try {
    return decode(localStorage.getItem(storageKey) ?? "{}")
  } catch {
    return usual
  }
}

const [kept, setKept] = createSignal(stored())

// another tab changed them
window.addEventListener("storage", ({ key }) => key === storageKey && setKept(stored()))

const keep = (next: Kept) => {
  setKept(next)
  try {
    localStorage.setItem(storageKey, JSON.stringify(next))
  } catch {
    // it is only not remembered
  }
}

export const isMac = /Mac|iP(?:hone|ad)/.test(navigator.userAgent)

/** The keys of an action, whether or not single ones are heard just now. */
export const bindingFor = (id: ActionId): string | null => {
  const own = kept().keys[id]
  return own === undefined ? actions[id].keys : own
}

export const singleKeysHeard = (): boolean => kept().singleKeys

export const hearSingleKeys = (heard: boolean): void => keep({ ...kept(), singleKeys: heard })

/** The keys that are in force: null where there are none, or where single ones are switched off. */
export const keysInForce = (id: ActionId): string | null => {
  const binding = bindingFor(id)
  return binding !== null && !kept().singleKeys && isSingleKey(binding) ? null : binding
}

/** As they are printed on the keyboard; empty without any. */
export const printedKeys = (id: ActionId): ReadonlyArray<string> => {
  const binding = keysInForce(id)
  return binding === null ? [] : printed(binding, isMac)
}

export const isUsual = (id: ActionId): boolean => bindingFor(id) === actions[id].keys

/** Who has these keys besides this action. */
export const holderOf = (binding: string, besides: ActionId): ActionId | undefined =>
  actionIds.find((id) => id !== besides && bindingFor(id) === binding)

const without = (keys: Kept["keys"], id: ActionId) =>
  Object.fromEntries(Object.entries(keys).filter(([name]) => name !== id))

/** Gives an action keys, or none. Whoever had them has none then. */
export const bind = (id: ActionId, binding: string | null): void => {
  const keys: Record<string, string | null> = { ...without(kept().keys, id) }
  const holder = binding === null ? undefined : holderOf(binding, id)
  if (holder !== undefined) keys[holder] = null
  if (binding !== actions[id].keys) keys[id] = binding
  keep({ ...kept(), keys })
}

/** Its usual keys again, taken from whoever has them. */
export const resetBinding = (id: ActionId): void => bind(id, actions[id].keys)

export const resetBindings = (): void => keep(usual)

export const areAllUsual = (): boolean => actionIds.every(isUsual)
