import { type Accessor, createRoot, createSignal, onCleanup } from "solid-js"

export interface Preference<V extends string> {
  /** The first is what holds until a person chooses. */
  readonly values: ReadonlyArray<V>
  readonly chosen: Accessor<V>
  readonly choose: (value: V) => void
}

const read = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** What a person chose on this device about how the page is, for all of its tabs. */
export const preference = <const V extends string>(
  name: string,
  values: readonly [V, ...ReadonlyArray<V>],
): Preference<V> => {
  const key = `openchat:${name}`
  const known = (text: string | null): V => values.find((value) => value === text) ?? values[0]
  const [chosen, setChosen] = createSignal<V>(known(read(key)))
  createRoot(() => {
    const listen = ({ key: changed, newValue }: StorageEvent) => {
      if (changed === key) setChosen(() => known(newValue))
    }
    addEventListener("storage", listen)
    onCleanup(() => removeEventListener("storage", listen))
  })
  return {
    values,
    chosen,
    choose: (value) => {
      setChosen(() => value)
      try {
        localStorage.setItem(key, value)
      } catch {
        // it is only not remembered
      }
    },
  }
}
