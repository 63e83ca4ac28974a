import { Effect, Stream } from "effect"
import { CurrentUser, SyncRpcs } from "../../domain/rpc/SyncRpcs.ts"
import { Erasures } from "../sync/Erasures.ts"
import { Pulls } from "../sync/Pulls.ts"
import { Pushes } from "../sync/Pushes.ts"
import { Registrations } from "../sync/Registrations.ts"
import { Snapshots } from "../sync/Snapshots.ts"
import { streamWithoutDefects, withoutDefects } from "../withoutDefects.ts"
import { Watches } from "./Watches.ts"

/** Connects the calls of a device to the services. */
export const SyncHandlers = SyncRpcs.toLayer(
  Effect.gen(function* () {
    const erasures = yield* Erasures
    const pulls = yield* Pulls
    const pushes = yield* Pushes
    const registrations = yield* Registrations
    const snapshots = yield* Snapshots
    const watches = yield* Watches

    const asUser = <A, E>(call: (user: CurrentUser["Type"]) => Effect.Effect<A, E>) =>
      withoutDefects(Effect.flatMap(CurrentUser, call))

    return SyncRpcs.of({
      "sync.hello": (hello) => asUser((user) => registrations.hello(user, hello)),
      "sync.push": (push) => asUser(({ userId }) => pushes.push(userId, push)),
      "sync.pull": (pull) => asUser(({ userId }) => pulls.pull(userId, pull)),
      "sync.snapshot": (request) => asUser(({ userId }) => snapshots.page(userId, request)),
      "sync.watch": ({ deviceId }, { headers }) =>
        streamWithoutDefects(
          Stream.unwrap(
            Effect.map(CurrentUser, ({ userId }) =>
              watches.watch(userId, deviceId, {
                authorization: headers["authorization"],
                cookie: headers["cookie"],
              }),
            ),
          ),
        ),
      "sync.devices": () => asUser(({ userId }) => registrations.devices(userId)),
      "sync.emptyTrash": (request) => asUser(({ userId }) => erasures.empty(userId, request)),
      "sync.revokeDevice": ({ deviceId }) => asUser(({ userId }) => registrations.revoke(userId, deviceId)),
    })
  }),
)
