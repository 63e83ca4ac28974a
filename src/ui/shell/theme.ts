import { createSignal } from "solid-js"

export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

const key = "openchat:theme"

const stored = (): Theme => {
  const { theme } = document.documentElement.dataset
  return theme === "light" || theme === "dark" ? theme : "system"
}

const [theme, setSignal] = createSignal<Theme>(stored())

/** `public/theme.js` puts the stored one on the page before the first paint. */
export const currentTheme = theme

export const chooseTheme = (next: Theme): void => {
  setSignal(next)
  if (next === "system") delete document.documentElement.dataset["theme"]
  else document.documentElement.dataset["theme"] = next
  try {
    localStorage.setItem(key, next)
  } catch {
    // it is only not remembered
  }
}
