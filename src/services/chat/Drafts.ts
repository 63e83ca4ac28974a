import { SqlClient } from "@effect/sql"
import { Clock, Effect, Schema } from "effect"
import { Draft, type DraftKey } from "../../domain/Draft.ts"
import { PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { maxContentBytes, utf8Bytes } from "../../domain/Text.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { invalidInput } from "./decodeMutations.ts"

const decode = Schema.decode(Draft.pick("content"))

/** Text that was typed and not sent, per composer. */
export class Drafts extends Effect.Service<Drafts>()("openchat/Drafts", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const get = Effect.fn("Drafts.get")(function* ({ key }: { readonly key: DraftKey }) {
      const [row] = yield* sql<{ content: string }>`SELECT content FROM draft WHERE draft_key = ${key}`
      return row?.content ?? ""
    }, withStorageErrors)

    const put = Effect.fn("Drafts.put")(function* (draft: {
      readonly key: DraftKey
      readonly content: string
    }) {
      const bytes = utf8Bytes(draft.content)
      if (bytes > maxContentBytes) return yield* new PayloadTooLarge({ bytes, limit: maxContentBytes })
      const { content } = yield* Effect.mapError(decode(draft), invalidInput)
      if (content === "") {
        yield* withStorageErrors(sql`DELETE FROM draft WHERE draft_key = ${draft.key}`)
        return
      }
      const updatedAt = yield* Clock.currentTimeMillis
      yield* withStorageErrors(
        sql`INSERT INTO draft ${sql.insert({ draft_key: draft.key, content, updated_at: updatedAt })}
            ON CONFLICT (draft_key) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at`,
      )
    })

    return { get, put } as const
  }),
}) {}
