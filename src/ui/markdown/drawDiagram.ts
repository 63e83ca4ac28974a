import mermaidUrl from "mermaid/dist/mermaid.min.js?url"

/** Milliseconds for a diagram to be drawn in. */
const patience = 20_000

/** UTF-16 units of an SVG that is shown, at most. */
const longest = 2_000_000

export type Drawing =
  | { readonly _tag: "Drawn"; readonly svg: string }
  | { readonly _tag: "Faulty"; readonly reason: string }
  | { readonly _tag: "Unreachable" }

/** What the frame says, which is somebody's text that ran: nothing of it is taken for granted. */
const drawingOf = (answer: unknown): Drawing => {
  if (typeof answer !== "object" || answer === null) return { _tag: "Faulty", reason: "" }
  if ("svg" in answer && typeof answer.svg === "string" && answer.svg.length <= longest) {
    return { _tag: "Drawn", svg: answer.svg }
  }
  const reason = "error" in answer && typeof answer.error === "string" ? answer.error : ""
  return { _tag: "Faulty", reason: reason.split("\n", 1)[0] ?? "" }
}

/** The program as text, once it was asked for. A failure is not remembered. */
let program: Promise<string> | undefined

const loadProgram = async (): Promise<string> => {
  const response = await fetch(mermaidUrl)
  if (!response.ok) throw new TypeError("What draws diagrams is not there.")
  return response.text()
}

const makeFrame = () => {
  const frame = document.createElement("iframe")
  frame.className = "diagram-frame"
  frame.tabIndex = -1
  frame.ariaHidden = "true"
  frame.setAttribute("sandbox", "allow-scripts")
  frame.src = "/diagram"
  return frame
}

const drawIn = (frame: HTMLIFrameElement, program: string, source: string, dark: boolean): Promise<Drawing> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const timer = setTimeout(() => resolve({ _tag: "Unreachable" }), patience)
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      clearTimeout(timer)
      resolve(drawingOf(data))
    }
    // it has no origin that could be named
    frame.onload = () => frame.contentWindow?.postMessage({ program, source, dark }, "*", [port2])
    document.body.append(frame)
  })

/** Draws a diagram in a frame that has no origin, no network and no access to this page. */
export const drawDiagram = async (source: string, dark: boolean): Promise<Drawing> => {
  const frame = makeFrame()
  try {
    program ??= loadProgram()
    return await drawIn(frame, await program, source, dark)
  } catch {
    program = undefined
    return { _tag: "Unreachable" }
  } finally {
    frame.remove()
  }
}
