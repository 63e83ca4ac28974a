import type { ExportedChat, ExportedMessage } from "./ChatReader.ts"
import { branchTitle, showMoment, speaker, systemPromptTitle } from "./exportWords.ts"
import { transcript } from "./transcript.ts"

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "")

/** Code between fences at the beginning of lines; an odd part is code. */
const fences = /^(?:```|~~~)[^\n`]*\n([^]*?)^(?:```|~~~)[ \t]*$\n?/m

const body = (content: string) =>
  content
    .split(fences)
    .map((part, index) => {
      const text = escaped(part)
      if (index % 2 === 1) return `<pre><code>${text}</code></pre>`
      return text.trim() === "" ? "" : `<div class="text">${text.trim()}</div>`
    })
    .join("\n")

const turn = ({ content, createdAt, model, role }: ExportedMessage) => `<article class="${role}" dir="auto">
<header><b>${escaped(speaker(role, model))}</b> <time datetime="${new Date(createdAt).toISOString()}">${showMoment(createdAt)}</time></header>
${body(content)}
</article>`

const style = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
body{max-width:46rem;margin:2rem auto;padding-inline:1rem;color:light-dark(#1f2421,#e8e8e2);background:light-dark(#fff,#171b19)}
article{margin-block:1.5rem}
.user{padding:.75rem 1rem;border-radius:.75rem;background:light-dark(#eef2ee,#232a27)}
header{margin-block-end:.25rem;font-size:.85rem}time{color:light-dark(#5c6460,#a4aca8)}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.75rem 1rem;border-radius:.5rem;background:light-dark(#f4f4f0,#0f1211);font-size:.85rem}
h2{margin-block-start:3rem;font-size:1.1rem}
@media print{body{margin:0;max-width:none;color:#000;background:#fff}.user{border:1px solid #ccc;background:none}pre{white-space:pre-wrap;border:1px solid #ccc;background:none}article header{break-after:avoid}}`

/** A chat as one page that needs nothing else: no script runs in it, and it asks for nothing. */
export const htmlOf = (exported: ExportedChat, branches: boolean): string => {
  const { createdAt, systemPrompt, title } = exported.chat
  const stretches = transcript(exported, branches).flatMap(({ after, isShown, messages }) => [
    ...(isShown ? [] : [`<h2>${escaped(branchTitle(after?.content ?? null))}</h2>`]),
    ...messages.map(turn),
  ])
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${style}
</style>
</head>
<body>
<h1 dir="auto">${escaped(title)}</h1>
<p><time datetime="${new Date(createdAt).toISOString()}">${showMoment(createdAt)}</time></p>
${systemPrompt === null ? "" : `<details><summary>${systemPromptTitle}</summary>${body(systemPrompt)}</details>`}
${stretches.join("\n")}
</body>
</html>
`
}
