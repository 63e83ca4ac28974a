/** OpenChat's own lint rules. `.oxlintrc.json` turns them on. */
import { edgeOfEffects } from "./edgeOfEffects.mjs"
import { whoMayImportWhom } from "./whoMayImportWhom.mjs"

export default {
  meta: { name: "openchat" },
  rules: {
    "edge-of-effects": edgeOfEffects,
    "who-may-import-whom": whoMayImportWhom,
  },
}
