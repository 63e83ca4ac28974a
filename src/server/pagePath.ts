/** A request for a file of the page, or for a route of the application, which `index.html` answers. */
export type PagePath =
  | { readonly _tag: "File"; readonly segments: ReadonlyArray<string> }
  | { readonly _tag: "Route" }
  | { readonly _tag: "Nothing" }

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/**
 * No name of a build begins with a dot, so every way out of the folder and every hidden file is refused by its first
 * character. A slash or a backslash that was written as `%2f` or `%5c` is in no name either.
 */
const isName = (segment: string | undefined): segment is string =>
  segment !== undefined && segment !== "" && !segment.startsWith(".") && !/[/\\\0:]/.test(segment)

/** Reads the path of a request. A last segment with a dot names a file; routes have none. */
export const readPagePath = (url: string): PagePath => {
  const [path = ""] = url.split(/[?#]/, 1)
  if (path === "/" || path === "") return { _tag: "Route" }
  const segments = path.replace(/^\//, "").replace(/\/$/, "").split("/").map(decoded)
  if (!segments.every(isName)) return { _tag: "Nothing" }
  const isFile = segments[0] === "assets" || segments.at(-1)?.includes(".") === true
  return isFile ? { _tag: "File", segments } : { _tag: "Route" }
}
