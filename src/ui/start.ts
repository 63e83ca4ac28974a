import { prepareWorker } from "./client/spawnWorker.ts"
// the order of the layers, before any component brings its own rules
import "./styles/layers.css"
import "./styles/reset.css"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/controls.css"
import "./styles/overlays.css"
import "./styles/utilities.css"

// the worker loads beside the page instead of after it; where nothing is secure it could do nothing
if (isSecureContext) prepareWorker()
void import("./main.tsx")
