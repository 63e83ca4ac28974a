import { type Accessor, createSignal } from "solid-js"
import { once } from "../data/once.ts"

const step = 15_000

/** The time, as coarse as "2 minutes ago" needs it. One for the page. */
export const clock: () => Accessor<number> = once(() => {
  const [now, setNow] = createSignal(Date.now())
  setInterval(() => setNow(Date.now()), step)
  return now
})
