import type { ExportFormat, ExportRequest } from "../../domain/transfer/Export.ts"
import { pour } from "../client/runtime.ts"
import { datedName, saveFile } from "../data/saveFile.ts"
import { fileKind } from "./exportWords.ts"

/** Bytes that are put together before they are given to the browser, which may lay them on the disk. */
const portion = 8 * 1_048_576

const zip = { extension: "zip", type: "application/zip" }

const kindOf = ({ chatIds, format }: ExportRequest) => {
  const kinds: Readonly<Record<ExportFormat, typeof zip>> = {
    openchat: zip,
    markdown: { extension: "md", type: "text/markdown" },
    html: { extension: "html", type: "text/html" },
  }
  // of more than one there is an archive of files
  return chatIds?.length === 1 ? kinds[format] : zip
}

/** Hands the file to the browser as a download. */
export const downloadChats = async (request: ExportRequest): Promise<void> => {
  const { extension, type } = kindOf(request)
  const blobs: Array<Blob> = []
  let pieces: Array<Uint8Array<ArrayBuffer>> = []
  let bytes = 0
  const seal = () => {
    blobs.push(new Blob(pieces))
    pieces = []
    bytes = 0
  }
  await pour(
    (client) => client.transfer.export(request),
    async (piece) => {
      pieces.push(new Uint8Array(piece))
      bytes += piece.length
      if (bytes >= portion) seal()
    },
  )
  seal()
  saveFile(datedName(extension), type, blobs)
}

/** Whether this browser lets a page write to a file of the person. */
export const canSaveTo = (): boolean => window.showSaveFilePicker !== undefined

/** Writes into a file that the person chooses, a piece at a time. False if they chose none. Call it in answer to a click. */
export const saveChats = async (request: ExportRequest): Promise<boolean> => {
  const { extension, type } = kindOf(request)
  let handle: FileSystemFileHandle | undefined
  try {
    handle = await window.showSaveFilePicker?.({
      suggestedName: datedName(extension),
      types: [{ description: fileKind(request.format), accept: { [type]: [`.${extension}`] } }],
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") return false
    throw cause
  }
  if (handle === undefined) return false
  const file = await handle.createWritable()
  try {
    await pour(
      (client) => client.transfer.export(request),
      (piece) => file.write(new Uint8Array(piece)),
    )
    await file.close()
    return true
  } catch (cause) {
    await file.abort().catch(() => undefined)
    throw cause
  }
}
