import { SqlClient } from "@effect/sql"
import { Clock, Effect, Schema } from "effect"
import { Draft, type DraftKey, type TabId } from "../../domain/Draft.ts"
import { PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { joinDrafts } from "../../domain/joinDrafts.ts"
import { maxContentBytes, utf8Bytes } from "../../domain/Text.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { invalidInput } from "./decodeMutations.ts"
import { OpenTabs } from "./OpenTabs.ts"

const decode = Schema.decode(Draft.pick("content"))

interface Own {
  readonly key: DraftKey
  readonly tab: TabId
}

/** Text that was typed and not sent, per composer and tab. */
export class Drafts extends Effect.Service<Drafts>()("openchat/Drafts", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const tabs = yield* OpenTabs

    const read = ({ key, tab }: Own) =>
      Effect.map(
        sql<{ content: string }>`SELECT content FROM draft WHERE draft_key = ${key} AND tab = ${tab}`,
        ([row]) => row?.content ?? "",
      )

    const remove = ({ key, tab }: Own) => sql`DELETE FROM draft WHERE draft_key = ${key} AND tab = ${tab}`

    const write = Effect.fnUntraced(function* ({ key, tab }: Own, content: string) {
      const row = { draft_key: key, tab, content, updated_at: yield* Clock.currentTimeMillis }
      yield* sql`INSERT INTO draft ${sql.insert(row)}
        ON CONFLICT (draft_key, tab) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at`
    })

    const put = Effect.fn("Drafts.put")(function* (draft: Own & { readonly content: string }) {
      const bytes = utf8Bytes(draft.content)
      if (bytes > maxContentBytes) return yield* new PayloadTooLarge({ bytes, limit: maxContentBytes })
      const { content } = yield* Effect.mapError(decode(draft), invalidInput)
      yield* withStorageErrors(content === "" ? remove(draft) : write(draft, content))
    })

    /**
     * What tabs left behind that are not open any more becomes this one's, oldest first, and as much as fits into one
     * draft.
     *
     * @returns what they left
     */
    const adopt = Effect.fn("Drafts.adopt")(
      function* (own: Own) {
        // asked within the transaction: a tab holds its lock before its first text is written
        const open = yield* tabs.withDraft(own.key)
        const typed = yield* read(own)
        let content = ""
        const left = yield* sql<{ tab: TabId; content: string }>`SELECT tab, content FROM draft
          WHERE draft_key = ${own.key} AND NOT ${sql.in("tab", [own.tab, ...open])}
          ORDER BY updated_at DESC`
        for (const { tab, content: before } of left) {
          const joined = joinDrafts(before, content)
          if (utf8Bytes(joinDrafts(joined, typed)) > maxContentBytes) break
          content = joined
          yield* remove({ key: own.key, tab })
        }
        if (content !== "") yield* write(own, joinDrafts(content, typed))
        return content
      },
      sql.withTransaction,
      withStorageErrors,
    )

    return { adopt, put } as const
  }),
}) {}
