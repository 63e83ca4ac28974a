import { NodeContext } from "@effect/platform-node"
import { FileSystem } from "@effect/platform"
import { SqlClient } from "@effect/sql"
import { assert, it } from "@effect/vitest"
import { Array as Arrays, Effect, Layer } from "effect"
import { nanoid } from "nanoid"
import { EventId } from "../../src/domain/Ids.ts"
import { formatTimestamp } from "../../src/domain/Timestamp.ts"
import type { PushedEvent } from "../../src/domain/sync/Protocol.ts"
import { preparedStore } from "../../src/server/store/prepared.ts"
import { layer as sqlite } from "../../src/server/store/SqliteStore.ts"
import { inProcess } from "../../src/server/sync/inProcess.ts"
import { Pokes } from "../../src/server/sync/Pokes.ts"
import * as SyncServer from "../../src/server/sync/SyncServer.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { user } from "../simulation/world.ts"
import { dump } from "../support/tables.ts"
import { chatEvent, helloOf, newDeviceId } from "./syncClient.ts"

/** The server's own driver on a real file. */
const Server = Layer.unwrapScoped(
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const folder = yield* fs.makeTempDirectoryScoped()
    return SyncServer.layer.pipe(
      Layer.provideMerge(Pokes.layerMemory),
      Layer.provideMerge(Nanoid.layer),
      Layer.provideMerge(Layer.provideMerge(preparedStore, sqlite(`${folder}/full.sqlite`))),
    )
  }),
).pipe(Layer.provide(NodeContext.layer))

const deviceId = newDeviceId()

/** A chat and messages of a few pages each. */
const events = (): ReadonlyArray<PushedEvent> => {
  const chat = chatEvent(deviceId, 1)
  const chatId = "chatId" in Object(chat.mutation) ? Object(chat.mutation).chatId : ""
  const messages = Arrays.makeBy(8, (n): PushedEvent => {
    const id = EventId.make(nanoid())
    const message = { chatId, messageId: nanoid(), role: "user", content: `${n} `.repeat(5_000) }
    return {
      ...chat,
      id,
      number: n + 2,
      timestamp: formatTimestamp({ millis: 2, counter: n }, deviceId),
      mutation: { _tag: "AddMessage", eventId: id, ...message },
    }
  })
  return [chat, ...messages]
}

it.scoped(
  "wherever the room ends in a push, the server keeps all of it or nothing, and takes it when there is room",
  () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const cloud = yield* inProcess(user)
      const { epoch } = yield* cloud.hello(helloOf(deviceId))
      const before = yield* dump
      const [pages] = yield* sql<{ page_count: number }>`PRAGMA page_count`
      const push = { deviceId, epoch, events: events() }
      let tries = 0
      for (let room = pages?.page_count ?? 0; ; room += 1) {
        yield* sql.unsafe(`PRAGMA max_page_count = ${room}`)
        const answer = yield* Effect.either(cloud.push(push))
        if (answer._tag === "Right") {
          assert.deepStrictEqual(
            new Set(answer.right.outcomes.map(({ outcome }) => outcome)),
            new Set(["applied"]),
          )
          break
        }
        tries += 1
        assert.strictEqual(answer.left._tag, "Transient")
        assert.deepStrictEqual(yield* dump, before)
      }
      assert.isAtLeast(tries, 15)
      const [check] = yield* sql<{ integrity_check: string }>`PRAGMA integrity_check`
      assert.strictEqual(check?.integrity_check, "ok")
      const { rows } = yield* cloud.pull({ deviceId, place: { epoch, cursor: 0, mark: null } })
      assert.strictEqual(rows.filter(({ entity }) => entity === "message").length, 8)
    }).pipe(Effect.provide(Server)),
)
