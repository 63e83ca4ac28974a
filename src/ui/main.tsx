import { render } from "solid-js/web"
import { App } from "./App.tsx"
import { registerServiceWorker } from "./client/updates.ts"
import { showLooks } from "./preferences/looks.ts"

showLooks()
const root = document.getElementById("root")
if (root !== null) render(() => <App />, root)

// a browser that refuses it has no page offline; everything else works
if (import.meta.env.PROD && import.meta.env.MODE !== "states") registerServiceWorker().catch(() => undefined)
