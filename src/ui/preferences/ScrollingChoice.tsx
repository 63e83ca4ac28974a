import { RadioGroup } from "@kobalte/core/radio-group"
import { For } from "solid-js"
import { ChoiceCard } from "../shell/ChoiceCard.tsx"
import { scrollingWords } from "./preferenceWords.ts"
import { scrolling } from "./ways.ts"

export const ScrollingChoice = () => (
  <RadioGroup
    class="setting"
    value={scrolling.chosen()}
    onChange={(chosen) => {
      const value = scrolling.values.find((it) => it === chosen)
      if (value !== undefined) scrolling.choose(value)
    }}
  >
    <RadioGroup.Label class="setting-name">{scrollingWords.name}</RadioGroup.Label>
    <div class="choice-cards">
      <For each={scrolling.values}>
        {(value) => {
          const [label, description] = scrollingWords.options[value]
          return <ChoiceCard value={value} label={label} description={description} />
        }}
      </For>
    </div>
  </RadioGroup>
)
