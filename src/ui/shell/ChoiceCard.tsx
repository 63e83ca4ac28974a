import { RadioGroup } from "@kobalte/core/radio-group"

/** The input lies over the whole of its card, unseen, so that whoever aims at either meets both. */
export const overWhole = {
  inset: "0",
  width: "100%",
  height: "100%",
  margin: "0",
  clip: "auto",
  "clip-path": "none",
  opacity: "0",
  cursor: "pointer",
} as const

interface Props {
  readonly value: string
  readonly label: string
  readonly description: string
}

/** One choice of a radio group, with a line about what it means. */
export const ChoiceCard = (props: Props) => (
  <RadioGroup.Item class="choice-card" value={props.value}>
    <RadioGroup.ItemInput class="choice-input" style={overWhole} />
    <span class="choice-mark" aria-hidden="true" />
    <RadioGroup.ItemLabel class="choice-label">{props.label}</RadioGroup.ItemLabel>
    <RadioGroup.ItemDescription class="choice-description">{props.description}</RadioGroup.ItemDescription>
  </RadioGroup.Item>
)
