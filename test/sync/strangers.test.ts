import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { EventId } from "../../src/domain/Ids.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { protocolVersion } from "../../src/domain/sync/Protocol.ts"
import { formatTimestamp } from "../../src/domain/Timestamp.ts"
import { DeviceRepo } from "../../src/services/device/DeviceRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import type { CloudConnection } from "../../src/services/sync/CloudApi.ts"
import type { Device, World } from "../simulation/actors.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import {
  addMessage,
  ann,
  apply,
  areEqual,
  ben,
  changeChat,
  connect,
  createChat,
  deleteChat,
  deleteMessage,
  makeWorld,
  nextId,
  pass,
  rows,
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

const deviceOf = (device: Device) =>
  device.run(
    Effect.flatMap(Identity, ({ deviceId }) =>
      Effect.flatMap(DeviceRepo, (it) => Effect.flatten(it.byId(deviceId))),
    ),
  )

/** Sends changes that no device of ours would make, and answers all that the server says, as text. */
const send = (
  world: World,
  from: Device,
  cloud: CloudConnection,
  ...mutations: ReadonlyArray<MutationInput>
) =>
  Effect.gen(function* () {
    const device = yield* deviceOf(from)
    const hello = { protocol: protocolVersion, device, place: null, acknowledged: 0 }
    const { epoch, lastNumber } = yield* cloud.hello(hello)
    return yield* cloud.push({
      deviceId: device.id,
      epoch,
      events: mutations.map((mutation, index) => ({
        id: EventId.make(mutation.eventId),
        number: lastNumber + 1 + index,
        timestamp: formatTimestamp({ millis: world.now, counter: index }, device.id),
        baseVersion: 0,
        replaced: null,
        mutation,
      })),
    })
  })

it.scoped("nobody hears of another person's rows, also if they know every id", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const [one, two, bens] = [
      yield* startSignedIn(world),
      yield* startSignedIn(world),
      yield* startSignedIn(world, ben),
    ]
    const [anns, cloud] = [connect(server), connect(server, ben)]
    yield* apply(one, createChat(0, "Secret"), addMessage(0, "Secret too"))
    yield* settle(anns, one, two)
    yield* apply(one, changeChat(0, { title: "Secret one" }))
    yield* pass(world)
    yield* apply(two, changeChat(0, { title: "Secret two" }))
    yield* settle(anns, one, two)
    const [conflictId] = yield* values(server, "SELECT id FROM conflict")
    const { id: deviceId } = yield* deviceOf(one)
    const before = yield* rows(server, `SELECT * FROM chat JOIN message ON chat_id = chat.id`)

    yield* sync(bens, cloud)
    const answer = yield* send(
      world,
      bens,
      cloud,
      createChat(0, "Mine"),
      addMessage(0, "Mine"),
      changeChat(0, { title: "Mine" }),
      writeMessage(0, "Mine"),
      deleteChat(0),
      deleteMessage(0),
      { _tag: "RestoreChat", eventId: nextId(), chatId: chatIdOf(0) },
      { _tag: "RenameDevice", eventId: nextId(), deviceId, name: "Mine" },
      { _tag: "UpdateUser", eventId: nextId(), userId: ann.userId, patch: { name: "Mine" } },
      { _tag: "UpdateSyncConfig", eventId: nextId(), userId: ann.userId, patch: { autoSync: false } },
      {
        _tag: "ResolveConflict",
        eventId: nextId(),
        conflictId: String(conflictId),
        resolution: "local",
      },
    )
    for (const { outcome } of answer.outcomes) assert.strictEqual(outcome, "refused")
    assert.deepStrictEqual(answer.rows, [])
    assert.deepStrictEqual(
      yield* rows(server, `SELECT * FROM chat JOIN message ON chat_id = chat.id`),
      before,
    )
    // what is his own he may have
    yield* apply(bens, createChat(1, "Ben's own"))
    yield* sync(bens, cloud)
    assert.deepStrictEqual(yield* values(bens, "SELECT title FROM chat"), ["Ben's own"])
    yield* settle(anns, one, two)
    yield* areEqual(server)
    assert.deepStrictEqual(yield* values(one, "SELECT title FROM chat"), ["Secret two"])
    assert.deepStrictEqual(yield* values(one, `SELECT email FROM "user"`), [ann.email])
  }),
)

it.scoped("a conflict never quotes a message of somebody else as what was edited", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const anns = yield* startSignedIn(world)
    const [one, two] = [yield* startSignedIn(world, ben), yield* startSignedIn(world, ben)]
    yield* apply(anns, createChat(0), addMessage(0, "Secret"))
    yield* sync(anns, connect(server))

    const cloud = connect(server, ben)
    const about = { chatId: chatIdOf(1), parentId: null, edits: messageIdOf(0) }
    yield* apply(one, createChat(1))
    yield* settle(cloud, one, two)
    yield* apply(one, addMessage(1, "One", about))
    yield* apply(two, addMessage(2, "Two", about))
    yield* settle(cloud, one, two)
    assert.deepStrictEqual(yield* rows(one, "SELECT local_value, cloud_value, base_value FROM conflict"), [
      { local_value: `"Two"`, cloud_value: `"One"`, base_value: null },
    ])
  }),
)
