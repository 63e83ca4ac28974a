import { render } from "solid-js/web"
import { InsecureScreen } from "./shell/InsecureScreen.tsx"

const root = document.getElementById("root")
if (root !== null) render(() => <InsecureScreen />, root)
