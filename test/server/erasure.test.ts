import { NodeContext } from "@effect/platform-node"
import { SqlClient } from "@effect/sql"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { erasedText } from "../../src/domain/Text.ts"
import { layer as postgres } from "../../src/server/store/PostgresStore.ts"
import { preparedStore } from "../../src/server/store/prepared.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { startPostgres } from "../support/postgres.ts"

const store = Layer.unwrapScoped(
  Effect.gen(function* () {
    const { newDatabase } = yield* startPostgres
    return Layer.provideMerge(preparedStore, postgres(yield* newDatabase))
  }),
)

const ann = "a".repeat(21)
const message = { chat_id: "chat", role: "user", created_at: 1, updated_at: 1 }
const gone = { ...message, deleted_at: 1 }

layer(Layer.provideMerge(Compaction.Default, store).pipe(Layer.provide(NodeContext.layer)), {
  excludeTestServices: true,
  timeout: "60 seconds",
})("erasure on PostgreSQL", (it) => {
  it.effect("erases the texts of tombstones below the floor, and removes those that nothing follows", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const times = { created_at: 1, updated_at: 1, active_at: 1 }
      yield* sql`INSERT INTO chat ${sql.insert({ id: "chat", user_id: ann, title: "Chat", ...times })}`
      yield* sql`INSERT INTO message ${sql.insert([
        { ...gone, id: "a", parent_id: null, content: "Followed", version: 1 },
        { ...message, id: "b", parent_id: "a", content: "Reply", version: 2, deleted_at: null },
        { ...gone, id: "c", parent_id: "b", content: "Followed by nothing", version: 3 },
        { ...gone, id: "d", parent_id: "b", content: "Deleted lately", version: 9 },
      ])}`
      yield* sql`INSERT INTO space (user_id, version) VALUES (${ann}, 9)`
      yield* sql`INSERT INTO sync_event ${sql.insert({
        id: "event",
        entity_type: "message",
        entity_id: "c",
        operation: "delete",
        data: "{}",
        timestamp: "",
        user_id: ann,
        device_id: "device",
        number: 1,
        version: 3,
        received_at: 1,
      })}`
      assert.deepStrictEqual(yield* Effect.flatMap(Compaction, (it) => it.run(1_000)), {
        people: 1,
        removed: 2,
      })
      assert.deepStrictEqual(
        (yield* sql<{ content: string }>`SELECT content FROM message ORDER BY id`).map(
          ({ content }) => content,
        ),
        [erasedText, "Reply", "Deleted lately"],
      )
      assert.deepStrictEqual(yield* Effect.flatMap(Compaction, (it) => it.run(1_000)), {
        people: 0,
        removed: 0,
      })
    }),
  )
})
