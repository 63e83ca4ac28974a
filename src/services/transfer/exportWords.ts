import type { Role } from "../../domain/Message.ts"
import { titleFrom } from "../../domain/Text.ts"

const roles: Readonly<Record<Role, string>> = { user: "You", assistant: "Assistant", system: "System" }

/** Who says a message. */
export const speaker = (role: Role, model: string | null): string =>
  role === "assistant" && model !== null ? `${roles[role]} (${model})` : roles[role]

/** Above a branch that is not shown. */
export const branchTitle = (after: string | null): string =>
  after === null ? "Another beginning" : `Another branch after “${titleFrom(after)}”`

export const systemPromptTitle = "System prompt"

/** When it was said, in a form that every place reads alike. */
export const showMoment = (millis: number): string =>
  `${new Date(millis).toISOString().slice(0, 16).replace("T", " ")} UTC`
