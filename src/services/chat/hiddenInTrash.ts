import type { SqlClient } from "@effect/sql"
import { erasedText } from "../../domain/Text.ts"

/** Of a chat in the trash: everything in it was erased, and no draft is kept for it, so there is nothing to bring back. */
export const hiddenInTrash = (
  sql: SqlClient.SqlClient,
  chat: "c" | "chat",
) => sql`(${sql(chat)}.title = ${erasedText}
  AND coalesce(${sql(chat)}.system_prompt, ${erasedText}) = ${erasedText}
  AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.draft_key = ${sql(chat)}.id)
  AND NOT EXISTS (SELECT 1 FROM message h WHERE h.chat_id = ${sql(chat)}.id AND h.content <> ${erasedText}))`
