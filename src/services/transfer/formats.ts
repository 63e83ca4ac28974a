import type { Format } from "./ImportedChat.ts"
import { chatGpt } from "./formats/chatGpt.ts"

/** Every format that is read, the surest to tell first. */
const formats: ReadonlyArray<Format> = [chatGpt]

export const formatOf = (item: unknown): Format | undefined =>
  formats.find(({ recognizes }) => recognizes(item))
