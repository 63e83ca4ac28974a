import { createSignal, onMount } from "solid-js"

interface Props {
  readonly name: string
  readonly onDone: (name: string) => void
  readonly onCancel: () => void
}

/** A device's name as a field, in its place. */
export const DeviceNameEditor = (props: Props) => {
  // eslint-disable-next-line solid/reactivity
  const [name, setName] = createSignal(props.name)
  let field: HTMLInputElement | undefined
  onMount(() => {
    field?.focus()
    field?.select()
  })
  return (
    <form
      class="device-editor"
      onSubmit={(event) => {
        event.preventDefault()
        const wanted = name().trim()
        if (wanted === "" || wanted === props.name) props.onCancel()
        else props.onDone(wanted)
      }}
    >
      <input
        ref={field}
        class="field"
        aria-label="Device name"
        autocomplete="off"
        maxlength={200}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.isComposing) return
          event.stopPropagation()
          props.onCancel()
        }}
      />
      <button type="submit" class="button small primary" disabled={name().trim() === ""}>
        Save
      </button>
      <button type="button" class="button small" onClick={() => props.onCancel()}>
        Cancel
      </button>
    </form>
  )
}
