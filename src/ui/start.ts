import { prepareWorker } from "./client/spawnWorker.ts"
// the order of the layers, before any component brings its own rules
import "./styles/layers.css"
import "./styles/reset.css"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/controls.css"
import "./styles/overlays.css"
import "./styles/utilities.css"

/** For those who work on the page; no other build has them. */
const showsStates =
  (import.meta.env.DEV || import.meta.env.MODE === "states") && location.pathname.startsWith("/states")

if (showsStates) void import("./states/openState.tsx")
else if (isSecureContext) {
  // the worker loads beside the page instead of after it
  prepareWorker()
  void import("./main.tsx")
} else {
  // the page's first question would start a worker, which could do nothing here
  void import("./insecure.tsx")
}
