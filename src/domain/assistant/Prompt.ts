import { Schema } from "effect"
import { PromptId } from "../Ids.ts"
import { Content, Name } from "../Text.ts"

/** A system prompt under a name, to be used in more than one chat. Kept on this device. */
export const Prompt = Schema.Struct({ id: PromptId, name: Name, content: Content })
export type Prompt = typeof Prompt.Type
