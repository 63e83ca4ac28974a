import IconChevronLeft from "~icons/lucide/chevron-left"
import IconChevronRight from "~icons/lucide/chevron-right"

interface Props {
  /** From 0. */
  readonly index: number
  readonly count: number
  readonly onSelect: (offset: -1 | 1) => void
}

/** Goes through the versions of one turn. */
export const SiblingSwitcher = (props: Props) => (
  <div class="siblings" role="group" aria-label="Versions">
    <button
      type="button"
      class="icon-button small"
      aria-label="Previous version"
      disabled={props.index === 0}
      onClick={() => props.onSelect(-1)}
    >
      <IconChevronLeft />
    </button>
    <span>
      {props.index + 1}/{props.count}
    </span>
    <button
      type="button"
      class="icon-button small"
      aria-label="Next version"
      disabled={props.index >= props.count - 1}
      onClick={() => props.onSelect(1)}
    >
      <IconChevronRight />
    </button>
  </div>
)
