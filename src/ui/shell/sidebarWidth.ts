import { createSignal } from "solid-js"

/** Pixels. `public/theme.js` has the same bounds, for before the first paint. */
export const [narrowest, usual, widest] = [220, 280, 400]

const key = "openchat:sidebar-width"

const stored = () => {
  try {
    const width = Number(localStorage.getItem(key))
    return width >= narrowest && width <= widest ? width : usual
  } catch {
    return usual
  }
}

const [sidebarWidth, setWidth] = createSignal(stored())
export { sidebarWidth }

/** As wide as that, within the bounds, also the next time. */
export const resizeSidebar = (pixels: number): void => {
  const width = Math.round(Math.min(widest, Math.max(narrowest, pixels)))
  setWidth(width)
  document.documentElement.style.setProperty("--sidebar", `${width}px`)
  try {
    localStorage.setItem(key, String(width))
  } catch {
    // it is only not remembered
  }
}
