/** A fence that opens or closes a block: https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/

/** The code of the last fenced block of a Markdown text; one that is not closed goes on to the end. */
export const lastCodeBlock = (markdown: string): string | undefined => {
  let last: string | undefined
  let open: { readonly mark: string; readonly lines: Array<string> } | undefined
  for (const line of markdown.split("\n")) {
    const [, mark, rest = ""] = fence.exec(line) ?? []
    if (open === undefined) {
      // inline code may begin a line with three backquotes too
      if (mark !== undefined && !(mark.startsWith("`") && rest.includes("`"))) open = { mark, lines: [] }
    } else if (mark !== undefined && rest.trim() === "" && mark.startsWith(open.mark)) {
      last = open.lines.join("\n")
      open = undefined
    } else {
      open.lines.push(line)
    }
  }
  return open === undefined ? last : open.lines.join("\n")
}
