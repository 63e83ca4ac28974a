// the order of the layers, before any component brings its own rules
import "./styles/layers.css"
import "./styles/reset.css"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/controls.css"
import "./styles/overlays.css"
import "./styles/utilities.css"
import { render } from "solid-js/web"
import { App } from "./App.tsx"

const root = document.getElementById("root")
if (root !== null) render(() => <App />, root)
