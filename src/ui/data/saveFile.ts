/** Hands the browser a file to download. */
export const saveFile = (
  name: string,
  type: string,
  pieces: ReadonlyArray<string | Uint8Array<ArrayBuffer> | Blob>,
): void => {
  const url = URL.createObjectURL(new Blob([...pieces], { type }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  // the download reads the address after the click has returned
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** A name for an exported file that sorts by the day it was made. */
export const datedName = (extension: string): string =>
  `openchat-${new Date().toISOString().slice(0, 10)}.${extension}`
