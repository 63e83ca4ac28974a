import { type Component, createSignal, onMount, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { whenIdle } from "./whenIdle.ts"

/**
 * A component whose code is fetched once the page has nothing else to do: for what most people seldom see, and which must be there when the server is not. Not with `lazy`, since what suspends while the
 * router is going to another page may never be shown.
 */
export const later = <P extends object>(load: () => Promise<Component<P>>): Component<P> => {
  const [loaded, setLoaded] = createSignal<Component<P>>()
  let begun = false
  const fetch = () => {
    if (begun) return
    begun = true
    load().then(
      (it) => setLoaded(() => it),
      // it is asked for again when it is wanted
      () => (begun = false),
    )
  }
  let isTime = false
  whenIdle(() => {
    isTime = true
    fetch()
  })
  return (props) => {
    onMount(() => {
      if (isTime) fetch()
    })
    return (
      <Show when={loaded()}>
        <Dynamic component={loaded()} {...props} />
      </Show>
    )
  }
}
