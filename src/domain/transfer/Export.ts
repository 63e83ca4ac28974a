import { Schema } from "effect"
import { ChatId } from "../Ids.ts"

/** `openchat`: what OpenChat reads again, an archive. `markdown` and `html`: for people, one file for each chat. */
export const ExportFormat = Schema.Literal("openchat", "markdown", "html")
export type ExportFormat = typeof ExportFormat.Type

export const ExportRequest = Schema.Struct({
  format: ExportFormat,
  /** Null: all that are not in the trash. Of one chat there is one file, of more an archive of files. */
  chatIds: Schema.NullOr(Schema.Array(ChatId)),
  /** Whether what is not shown of a chat's branches comes along. The archive of OpenChat always has them. */
  branches: Schema.Boolean,
})
export type ExportRequest = typeof ExportRequest.Type
