import type { ExportedChat, ExportedMessage } from "./ChatReader.ts"
import { branchTitle, showMoment, speaker } from "./exportWords.ts"
import { transcript } from "./transcript.ts"

/** A text as YAML takes it: every text of JSON is one of YAML. */
const field = (name: string, value: unknown) =>
  value === null || value === false ? [] : [`${name}: ${JSON.stringify(value)}`]

const turn = ({ content, createdAt, model, role }: ExportedMessage) =>
  `## ${speaker(role, model)}\n\n<!-- ${showMoment(createdAt)} -->\n\n${content.trimEnd()}\n`

/** A chat as Markdown: what it is in front, then who says what. */
export const markdownOf = (exported: ExportedChat, branches: boolean): string => {
  const { archived, createdAt, folder, id, model, pinned, systemPrompt, title } = exported.chat
  const front = [
    "---",
    ...field("title", title),
    ...field("id", id),
    ...field("created", new Date(createdAt).toISOString()),
    ...field("model", model),
    ...field("folder", folder),
    ...field("pinned", pinned),
    ...field("archived", archived),
    ...field("system_prompt", systemPrompt),
    "---",
  ]
  const stretches = transcript(exported, branches).flatMap(({ after, isShown, messages }) => [
    ...(isShown ? [] : [`# ${branchTitle(after?.content ?? null)}\n`]),
    ...messages.map(turn),
  ])
  return `${front.join("\n")}\n\n# ${title}\n\n${stretches.join("\n")}`
}
