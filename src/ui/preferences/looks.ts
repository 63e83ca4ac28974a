import { createEffect, createRoot } from "solid-js"
import { preference, type Preference } from "./preference.ts"

/** The stylesheets read them as `data-` attributes of the page, where `public/theme.js` puts them before the first paint. */
export const theme = preference("theme", ["system", "light", "dark"])
export const contrast = preference("contrast", ["system", "more"])
export const density = preference("density", ["comfortable", "compact"])
export const textSize = preference("text", ["normal", "small", "large", "larger"])

/** Keeps the page as it was chosen, also in another tab. */
export const showLooks = (): void => {
  const show = <V extends string>(name: string, { chosen, values }: Preference<V>) =>
    createEffect(() => {
      const { dataset } = document.documentElement
      if (chosen() === values[0]) delete dataset[name]
      else dataset[name] = chosen()
    })
  createRoot(() => {
    show("theme", theme)
    show("contrast", contrast)
    show("density", density)
    show("text", textSize)
  })
}
