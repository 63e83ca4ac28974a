import { createSignal, onCleanup, untrack } from "solid-js"
import { type ActionId, actionIds } from "./actionList.ts"

interface Offer {
  readonly run: () => void
  /** Whether it makes sense just now; always, if absent. */
  readonly available?: () => boolean
}

export type Offers = Partial<Readonly<Record<ActionId, Offer | (() => void)>>>

// No signal holds them: what the router's transitions put into one is lost to what is put there meanwhile.
const offered: Array<Offers> = []
const [changed, setChanged] = createSignal(undefined, { equals: false })

/** Whoever can do an action says so for as long as it is on the page. The newest that can is asked. */
export const offerActions = (offers: Offers): void => {
  offered.push(offers)
  setChanged()
  onCleanup(() => {
    offered.splice(offered.indexOf(offers), 1)
    setChanged()
  })
}

const offerOf = (id: ActionId): (() => void) | undefined => {
  changed()
  for (const offers of offered.toReversed()) {
    const offer = offers[id]
    if (typeof offer === "function") return offer
    if (offer !== undefined && (offer.available?.() ?? true)) return offer.run
  }
  return undefined
}

export const isAvailable = (id: ActionId): boolean => offerOf(id) !== undefined

/** What can be done just now, in the order of the list. */
export const availableActions = (): ReadonlyArray<ActionId> => actionIds.filter(isAvailable)

/** Does it, if it can be done just now. Answers whether it could. */
export const runAction = (id: ActionId): boolean => {
  const run = untrack(() => offerOf(id))
  run?.()
  return run !== undefined
}
