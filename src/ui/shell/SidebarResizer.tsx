import { onCleanup } from "solid-js"
import { narrowest, resizeSidebar, sidebarWidth, usual, widest } from "./sidebarWidth.ts"
import "./sidebarResizer.css"

/** Pixels that an arrow key moves it by. */
const step = 16

/** Between the sidebar and the page: to be dragged, or moved by the arrow keys. A double click brings back the usual width. */
export const SidebarResizer = () => {
  let stop = () => {}
  onCleanup(() => stop())
  const isMirrored = () => document.documentElement.dir === "rtl"
  const drag = (down: PointerEvent) => {
    if (down.button !== 0) return
    down.preventDefault()
    const root = document.documentElement
    root.classList.add("resizing")
    const move = ({ clientX }: PointerEvent) => resizeSidebar(isMirrored() ? innerWidth - clientX : clientX)
    stop = () => {
      root.classList.remove("resizing")
      removeEventListener("pointermove", move)
      removeEventListener("pointerup", stop)
      removeEventListener("pointercancel", stop)
    }
    addEventListener("pointermove", move)
    addEventListener("pointerup", stop)
    addEventListener("pointercancel", stop)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const towardsEnd = isMirrored() ? -step : step
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: sidebarWidth() + towardsEnd,
      ArrowLeft: sidebarWidth() - towardsEnd,
      Home: narrowest,
      End: widest,
      Enter: usual,
    }
    const width = moves[event.key]
    if (width === undefined) return
    event.preventDefault()
    resizeSidebar(width)
  }
  return (
    <div
      class="sidebar-resizer"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label="Width of the sidebar"
      aria-controls="sidebar"
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={sidebarWidth()}
      aria-valuetext={`${sidebarWidth()} pixels`}
      onPointerDown={drag}
      onDblClick={() => resizeSidebar(usual)}
      onKeyDown={onKeyDown}
    />
  )
}
