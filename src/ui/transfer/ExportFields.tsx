import { createSignal, For, Show } from "solid-js"
import type { ExportFormat, ExportRequest } from "../../domain/transfer/Export.ts"
import { branchesLabel, formatLabel, formatNames } from "./exportWords.ts"

export type Choice = Pick<ExportRequest, "branches" | "format">

const formats: ReadonlyArray<ExportFormat> = ["openchat", "markdown", "html"]

/** In which form chats are exported. */
export const createChoice = (format: ExportFormat) => {
  const [choice, setChoice] = createSignal<Choice>({ format, branches: false })
  return [choice, setChoice] as const
}

interface Props {
  readonly choice: Choice
  readonly onChange: (choice: Choice) => void
}

export const ExportFields = (props: Props) => (
  <div class="export-fields">
    <label class="labelled">
      <span>{formatLabel}</span>
      <select
        class="field"
        onChange={(event) =>
          props.onChange({
            ...props.choice,
            format: formats.find((it) => it === event.currentTarget.value) ?? props.choice.format,
          })
        }
      >
        <For each={formats}>
          {(format) => (
            <option value={format} selected={format === props.choice.format}>
              {formatNames[format]}
            </option>
          )}
        </For>
      </select>
    </label>
    <Show when={props.choice.format !== "openchat"}>
      <label class="export-branches">
        <input
          type="checkbox"
          checked={props.choice.branches}
          onChange={(event) => props.onChange({ ...props.choice, branches: event.currentTarget.checked })}
        />
        <span>{branchesLabel}</span>
      </label>
    </Show>
  </div>
)
