import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js"

/** True once the condition has held for a while, so that what passes quickly is never shown. */
export const createDelayed = (condition: Accessor<boolean>, millis: number): Accessor<boolean> => {
  const [held, setHeld] = createSignal(false)
  createEffect(
    on(condition, (holds) => {
      if (!holds) return void setHeld(false)
      const timer = setTimeout(() => setHeld(true), millis)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  return held
}
