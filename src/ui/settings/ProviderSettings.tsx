import { PromptList } from "../providers/PromptList.tsx"
import { ProviderList } from "../providers/ProviderList.tsx"
import "../providers/providers.css"

/** Who answers, and what they are told. */
export const ProviderSettings = () => (
  <>
    <ProviderList />
    <PromptList />
  </>
)
