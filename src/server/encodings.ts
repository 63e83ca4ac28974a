/** A way of sending a file, and the ending under which the build keeps it so. Smallest first. */
export interface Encoding {
  readonly name: string
  readonly ending: string
}

const known: ReadonlyArray<Encoding> = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
]

/** Those of ours that an `Accept-Encoding` names and does not refuse with `q=0`. */
export const acceptedEncodings = (acceptEncoding: string): ReadonlyArray<Encoding> => {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(",")
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(";", 1).join("").trim())
  return known.filter(({ name }) => accepted.includes(name))
}
