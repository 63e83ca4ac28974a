import { For } from "solid-js"

/** Stands in for a list that takes longer than an instant; it fades in late, so that a fast one never shows it. */
export const ListSkeleton = (props: { readonly rows: number }) => (
  <div class="skeleton-list" aria-hidden="true">
    <For each={Array.from({ length: props.rows }, (_, at) => 55 + ((at * 29) % 40))}>
      {(width) => <div class="skeleton" style={{ width: `${width}%` }} />}
    </For>
  </div>
)
