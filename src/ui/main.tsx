import { render } from "solid-js/web"
import { App } from "./App.tsx"
import { InsecureScreen } from "./shell/InsecureScreen.tsx"

const root = document.getElementById("root")
if (root !== null) render(() => (isSecureContext ? <App /> : <InsecureScreen />), root)
