import { HttpLayerRouter, HttpServerResponse } from "@effect/platform"

/**
 * Draws one diagram: it is sent what draws, as a script, and the diagram's source, and answers with an SVG or with what
 * is wrong. The page that asks gives it no origin (`sandbox`), and takes of its answer an image alone.
 */
const script = `
addEventListener("message", async ({ data, source, ports: [port] }) => {
  if (source !== parent) return
  try {
    document.head.append(Object.assign(document.createElement("script"), { textContent: data.program }))
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      theme: data.dark ? "dark" : "neutral",
      fontFamily: "system-ui, sans-serif",
      htmlLabels: false,
      flowchart: { htmlLabels: false },
    })
    const { svg } = await mermaid.render("diagram", data.source)
    const root = new DOMParser().parseFromString(svg, "text/html").querySelector("svg")
    const { width, height } = root.viewBox.baseVal
    root.setAttribute("width", String(Math.ceil(width)))
    root.setAttribute("height", String(Math.ceil(height)))
    port.postMessage({ svg: new XMLSerializer().serializeToString(root) })
  } catch (error) {
    port.postMessage({ error: String(error?.message ?? error) })
  }
})
`

/**
 * It may run what it is sent, and can reach nothing: no network, no storage, no other page. `sandbox` holds also where
 * somebody opens its address.
 */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-scripts",
].join("; ")

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Diagram</title><body><script>${script}</script>`

/** The document in which diagrams are drawn (src/ui/markdown/drawDiagram.ts). */
export const diagramRoute = HttpLayerRouter.add(
  "GET",
  "/diagram",
  HttpServerResponse.text(html, {
    contentType: "text/html; charset=utf-8",
    headers: { "content-security-policy": policy, "cache-control": "no-cache" },
  }),
)
