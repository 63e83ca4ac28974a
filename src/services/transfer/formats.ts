import { chatGpt } from "./formats/chatGpt.ts"
import { claude } from "./formats/claude.ts"
import { libreChat } from "./formats/libreChat.ts"
import { openWebUi } from "./formats/openWebUi.ts"
import { ownFormat } from "./formats/ownFormat.ts"
import type { Format } from "./ImportedChat.ts"

/** Every format that is read. No item has the fields of two. */
const formats: ReadonlyArray<Format> = [ownFormat, chatGpt, openWebUi, claude, libreChat]

export const formatOf = (item: unknown): Format | undefined =>
  formats.find(({ recognizes }) => recognizes(item))
