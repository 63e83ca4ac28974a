import type { Mutation } from "./Mutation.ts"
import { utf8Bytes } from "./Text.ts"

const sizeOf = (text: string | null | undefined): number =>
  text === null || text === undefined ? 0 : utf8Bytes(text)

/** UTF-8 bytes of the longest text that a mutation writes into a chat or a message. */
export const textBytes = (mutation: Mutation): number => {
  switch (mutation._tag) {
    case "AddMessage":
      return sizeOf(mutation.content)
    case "UpdateMessage":
      return sizeOf(mutation.patch.content)
    case "CreateChat":
      return sizeOf(mutation.systemPrompt)
    case "UpdateChat":
      return sizeOf(mutation.patch.systemPrompt)
    default:
      // names and titles are bounded where they are decoded
      return 0
  }
}
