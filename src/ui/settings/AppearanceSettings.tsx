import { contrast, density, textSize, theme } from "../preferences/looks.ts"
import { contrastWords, densityWords, textSizeWords, themeWords } from "../preferences/preferenceWords.ts"
import { SegmentedChoice } from "../preferences/SegmentedChoice.tsx"

export const AppearanceSettings = () => (
  <>
    <SegmentedChoice of={theme} {...themeWords} />
    <SegmentedChoice of={contrast} {...contrastWords} />
    <SegmentedChoice of={density} {...densityWords} />
    <SegmentedChoice of={textSize} {...textSizeWords} order={["small", "normal", "large", "larger"]} />
  </>
)
