import { HttpApiBuilder } from "@effect/platform"
import { Effect, Layer } from "effect"
import { CurrentUser } from "../../domain/rpc/SyncRpcs.ts"
import { Erasures } from "../sync/Erasures.ts"
import { Pulls } from "../sync/Pulls.ts"
import { Pushes } from "../sync/Pushes.ts"
import { Registrations } from "../sync/Registrations.ts"
import { Snapshots } from "../sync/Snapshots.ts"
import { withoutDefects } from "../withoutDefects.ts"
import { ConfigUpdates } from "./ConfigUpdates.ts"
import { Reads } from "./Reads.ts"
import { RestApi } from "./RestApi.ts"

const asUser = <A, E, R>(call: (user: CurrentUser["Type"]) => Effect.Effect<A, E, R>) =>
  withoutDefects(Effect.flatMap(CurrentUser, call))

const chats = HttpApiBuilder.group(RestApi, "chats", (handlers) =>
  Effect.map(Reads, (reads) =>
    handlers
      .handle("list", ({ urlParams }) => asUser(({ userId }) => reads.listChats(userId, urlParams)))
      .handle("one", ({ path }) => asUser(({ userId }) => reads.chat(userId, path.id)))
      .handle("messages", ({ path, urlParams }) =>
        asUser(({ userId }) => reads.listMessages(userId, path.id, urlParams)),
      )
      .handle("message", ({ path }) => asUser(({ userId }) => reads.message(userId, path.id))),
  ),
)

const devices = HttpApiBuilder.group(RestApi, "devices", (handlers) =>
  Effect.gen(function* () {
    const reads = yield* Reads
    const registrations = yield* Registrations
    return handlers
      .handle("list", ({ urlParams }) => asUser(({ userId }) => reads.listDevices(userId, urlParams)))
      .handle("hello", ({ payload }) => asUser((user) => registrations.hello(user, payload)))
      .handle("revoke", ({ path }) => asUser(({ userId }) => registrations.revoke(userId, path.id)))
  }),
)

const sync = HttpApiBuilder.group(RestApi, "sync", (handlers) =>
  Effect.gen(function* () {
    const configs = yield* ConfigUpdates
    const erasures = yield* Erasures
    const pulls = yield* Pulls
    const pushes = yield* Pushes
    const reads = yield* Reads
    const snapshots = yield* Snapshots
    return handlers
      .handle("events", ({ urlParams }) => asUser(({ userId }) => reads.listEvents(userId, urlParams)))
      .handle("push", ({ payload }) => asUser(({ userId }) => pushes.push(userId, payload)))
      .handle("pull", ({ urlParams: { cursor, deviceId, epoch, mark } }) =>
        asUser(({ userId }) =>
          pulls.pull(userId, { deviceId, place: { epoch, cursor, mark: mark ?? null } }),
        ),
      )
      .handle("snapshot", ({ urlParams: { after, deviceId } }) =>
        asUser(({ userId }) => snapshots.page(userId, { deviceId, after: after ?? null })),
      )
      .handle("emptyTrash", ({ payload }) => asUser(({ userId }) => erasures.empty(userId, payload)))
      .handle("config", () => asUser(({ userId }) => reads.config(userId)))
      .handle("updateConfig", ({ payload }) => asUser(({ userId }) => configs.update(userId, payload)))
  }),
)

/** Connects the endpoints to the services. */
export const apiHandlers = Layer.mergeAll(chats, devices, sync)
