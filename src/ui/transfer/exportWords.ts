import type { ExportFormat } from "../../domain/transfer/Export.ts"

export const exportTitle = "Take your chats with you"
export const exportHint =
  "Every chat that is not in the trash, as files. No key of a provider is in them. OpenChat reads its own archive again, here or on another device."
export const exportAllLabel = "Export all chats"
export const exportOneLabel = "Export"
export const saveAsLabel = "Save to a file…"
export const formatLabel = "As"
export const branchesLabel = "With the branches that are not shown"
export const exportDialogTitle = (title: string): string => `Export “${title}”`
export const downloadedText = "The file is in your downloads"
export const savedText = "The file is written"
export const exportFailed = "The file could not be made."

export const formatNames: Readonly<Record<ExportFormat, string>> = {
  openchat: "OpenChat archive (ZIP)",
  markdown: "Markdown",
  html: "Web page (HTML)",
}

/** What the file of the person is called in the dialog that asks for it. */
export const fileKind = (format: ExportFormat): string => formatNames[format]
