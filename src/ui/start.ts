import { prepareWorker } from "./client/spawnWorker.ts"
// the order of the layers, before any component brings its own rules
import "./styles/layers.css"
import "./styles/reset.css"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/controls.css"
import "./styles/overlays.css"
import "./styles/utilities.css"

if (isSecureContext) {
  // the worker loads beside the page instead of after it
  prepareWorker()
  void import("./main.tsx")
} else {
  // the page's first question would start a worker, which could do nothing here
  void import("./insecure.tsx")
}
