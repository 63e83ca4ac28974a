import { Effect } from "effect"
import { AccountRpcs, CloudRpcs, DevicesRpcs } from "../../domain/rpc/CloudRpcs.ts"
import type { SyncMode } from "../../domain/SyncConfig.ts"
import { Accounts } from "../../services/account/Accounts.ts"
import { Cloud } from "../../services/sync/Cloud.ts"
import { Conflicts } from "../../services/sync/Conflicts.ts"
import { SyncEngine } from "../../services/sync/SyncEngine.ts"
import { following, followingRef, thenReopen, using } from "../calls.ts"
import { Opened } from "../Opened.ts"

const change = (mode: SyncMode) => thenReopen(using(Cloud, (cloud) => cloud.setMode(mode)))

/** A device that kept nothing fetches everything before it goes on alone. */
const setMode = (mode: SyncMode) =>
  Effect.gen(function* () {
    const isCloudOnly = yield* using(Cloud, (cloud) => Effect.succeed(cloud.isCloudOnly))
    if (isCloudOnly && mode === "local-only") {
      yield* change("hybrid")
      yield* using(Cloud, (cloud) => cloud.fetchAll)
    }
    yield* change(mode)
  })

export const CloudHandlers = CloudRpcs.toLayer({
  "cloud.status": () => followingRef(SyncEngine, ({ status }) => status),
  "cloud.sync": () => using(SyncEngine, (engine) => engine.trigger),
  "cloud.config": () => following(Cloud, (cloud) => cloud.config),
  "cloud.setMode": ({ mode }) => setMode(mode),
  "cloud.conflicts": (query) => following(Conflicts, (conflicts) => conflicts.watch(query)),
  "cloud.resolveConflict": ({ entityId, entityType, resolution }) =>
    using(Conflicts, (conflicts) => conflicts.resolve(entityType, entityId, resolution)),
  "cloud.refused": () => following(Cloud, (cloud) => cloud.refused),
  "cloud.discardRefused": ({ eventId }) => using(Cloud, (cloud) => cloud.discardRefused(eventId)),
  "cloud.acceptServer": ({ keep }) => using(Cloud, (cloud) => cloud.acceptServer(keep)),
})

export const AccountHandlers = AccountRpcs.toLayer({
  "account.watch": () => following(Accounts, (accounts) => accounts.watch),
  "account.signUp": (registration) => thenReopen(using(Accounts, (it) => it.signUp(registration))),
  "account.signIn": (credentials) => thenReopen(using(Accounts, (it) => it.signIn(credentials))),
  "account.signOut": (how) =>
    Effect.gen(function* () {
      const { forgetFormer } = yield* Opened
      // first: without the note of it, a damaged file that is still there would be taken over again
      if (how.wipe) yield* forgetFormer
      return yield* thenReopen(using(Accounts, (it) => it.signOut(how)))
    }),
})

export const DevicesHandlers = DevicesRpcs.toLayer({
  "devices.watch": () => following(Cloud, (cloud) => cloud.devices),
  "devices.refresh": () => using(Cloud, (cloud) => cloud.refreshDevices),
  "devices.revoke": ({ deviceId }) => using(Cloud, (cloud) => cloud.revokeDevice(deviceId)),
})
