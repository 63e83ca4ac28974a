import { createRoot } from "solid-js"

/** One for the page, made when it is first asked for and kept for as long as the page lives. */
export const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: createRoot(make) }).value
}
