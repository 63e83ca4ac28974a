import { createRoot, createSignal, onCleanup } from "solid-js"

const collapsedKey = "openchat:sidebar"

const stored = () => {
  try {
    return localStorage.getItem(collapsedKey) === "collapsed"
  } catch {
    return false
  }
}

/** Wide pages have the sidebar beside the conversation; narrow ones lay it over it. */
export const wide = createRoot(() => {
  const query = matchMedia("(min-width: 1024px)")
  const [matches, setMatches] = createSignal(query.matches)
  const update = () => setMatches(query.matches)
  query.addEventListener("change", update)
  onCleanup(() => query.removeEventListener("change", update))
  return matches
})

const [collapsed, setCollapsed] = createSignal(stored())
const [drawerOpen, setDrawerOpen] = createSignal(false)

export const sidebarShown = (): boolean => (wide() ? !collapsed() : drawerOpen())

export const drawerShown = (): boolean => !wide() && drawerOpen()

export const closeDrawer = (): void => void setDrawerOpen(false)

export const toggleSidebar = (): void => {
  if (!wide()) return void setDrawerOpen(!drawerOpen())
  setCollapsed(!collapsed())
  try {
    localStorage.setItem(collapsedKey, collapsed() ? "collapsed" : "open")
  } catch {
    // it is only not remembered
  }
}
