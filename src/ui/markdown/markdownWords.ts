/** What a block of code is called for people who do not see it. */
export const codeName = (language: string): string => (language === "" ? "Code" : `Code, ${language}`)

export const tableName = "Table"
export const copyCode = "Copy"
export const codeCopied = "Copied"
export const wrapLines = "Wrap lines"
export const showDiagram = "Show diagram"
export const hideDiagram = "Show source"
export const diagramLoading = "Drawing…"

/** What a diagram is called, whose source can be read beside it. */
export const diagramName = "Diagram"

export const diagramFailed = (reason: string): string =>
  reason === "" ? "This diagram cannot be drawn." : `This diagram cannot be drawn: ${reason}`

export const diagramUnreachable =
  "What draws diagrams could not be loaded. It comes from the server, which has to be reachable for that."

/** The button in place of an image that is somewhere else. */
export const loadImage = (host: string): string => `Load image from ${host}`

export const imageFailed = (host: string): string => `The image from ${host} could not be loaded. Try again`
