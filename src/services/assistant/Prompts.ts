import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { Prompt } from "../../domain/assistant/Prompt.ts"
import type { PromptId } from "../../domain/Ids.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"

/** System prompts that a person keeps for later chats. */
export class Prompts extends Effect.Service<Prompts>()("openchat/Prompts", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const live = yield* LiveQueries
    const { userId } = yield* Identity

    const changed = live.invalidate(["prompts"])

    const put = Effect.fn("Prompts.put")(function* ({ content, id, name }: Prompt) {
      yield* withStorageErrors(
        sql`INSERT INTO prompt ${sql.insert({ id, user_id: userId, name, content })}
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, content = excluded.content
            WHERE user_id = excluded.user_id`,
      )
      yield* changed
    })

    const remove = Effect.fn("Prompts.remove")(function* (id: PromptId) {
      yield* withStorageErrors(sql`DELETE FROM prompt WHERE id = ${id} AND user_id = ${userId}`)
      yield* changed
    })

    const all = withStorageErrors(
      sql<Prompt>`SELECT id, name, content FROM prompt WHERE user_id = ${userId} ORDER BY name, id`,
    )

    const watch: LiveQuery<ReadonlyArray<Prompt>> = { keys: ["prompts"], run: all }

    return { all, watch, put, remove } as const
  }),
}) {}
