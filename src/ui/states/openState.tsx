import { render } from "solid-js/web"
import { useClient } from "../client/runtime.ts"
import { groups } from "./scenarios.ts"
import { connected } from "./Scenario.ts"
import { layerScripted } from "./scriptedClient.ts"
import { StatesPage } from "./StatesPage.tsx"

/** Opens the state that the address names, or the list of all. */
const [, , name] = location.pathname.split("/")
const scenario = groups.flatMap(({ scenarios }) => scenarios).find((it) => it.name === name)

if (scenario === undefined) {
  const root = document.getElementById("root")
  if (root !== null) render(() => <StatesPage />, root)
} else {
  // what a state writes must not meet the real page
  sessionStorage.clear()
  Object.defineProperty(window, "localStorage", { value: sessionStorage })
  history.replaceState(null, "", scenario.path)
  useClient(layerScripted(scenario.answers, scenario.connection ?? connected))
  await import("../main.tsx")
  await scenario.act?.()
  // what is loaded when it is needed, and what is shown after a while
  await new Promise((resolve) => setTimeout(resolve, scenario.settles ?? 200))
  document.documentElement.dataset["state"] = "reached"
}
