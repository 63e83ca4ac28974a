import { Schema } from "effect"
import { Conflict } from "../../domain/Conflict.ts"
import {
  ClockSkew,
  EpochMismatch,
  NeedsAuth,
  ProtocolTooOld,
  ServerOverloaded,
  Transient,
} from "../../domain/errors/SyncErrors.ts"
import type { SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { initialConfig } from "../../domain/SyncConfig.ts"
import { chatIdOf, deviceId, device, everyday, localOnly, messageIdOf, now, userId } from "./sample.ts"
import type { Group, Scenario } from "./Scenario.ts"
import { press } from "./steps.ts"
import type { Answers } from "./scriptedClient.ts"

const synced: SyncStatus = {
  ...localOnly,
  mode: "hybrid",
  signedIn: true,
  lastSyncedAt: now - 120_000,
}

const signedIn: Answers = {
  ...everyday,
  "account.watch": () => ({ userId, email: "ann@example.org", name: "Ann", signedIn: true }),
  "cloud.config": () => ({ ...initialConfig(userId, now), mode: "hybrid" }),
  "cloud.status": () => synced,
  "devices.watch": () => [device, { ...device, id: deviceId, name: "Phone", lastSyncAt: now - 86_400_000 }],
}

const state = (
  name: string,
  title: string,
  more: Partial<SyncStatus>,
  path = "/settings/sync",
): Scenario => ({
  name: `sync-${name}`,
  title,
  path,
  answers: { ...signedIn, "cloud.status": () => ({ ...synced, ...more }) },
  ...(path === "/" ? { settles: 2_600 } : {}),
})

const conflict = Schema.decodeSync(Conflict)({
  id: "0".repeat(21),
  userId,
  entityType: "message",
  entityId: messageIdOf(2),
  field: "content",
  localValue: JSON.stringify("And what about the shade of the apple tree?"),
  cloudValue: JSON.stringify("And what about the shade of the pear tree, in June?"),
  baseValue: JSON.stringify("And what about the shade?"),
  deviceId,
  createdAt: now - 3_600_000,
  resolvedAt: null,
  resolution: null,
  version: 1,
  clocks: {},
  versions: {},
})

const inConflict: Answers = {
  ...signedIn,
  "cloud.status": () => ({ ...synced, conflicts: 1 }),
  "cloud.conflicts": () => [conflict],
}

export const syncStates: Group = {
  title: "Sync",
  scenarios: [
    { name: "sync-local-only", title: "Local only", path: "/settings/sync", answers: everyday },
    state("synced", "Everything is on the server", {}),
    state("syncing", "A round is running", { syncing: true, pendingChanges: 3 }),
    state("pending", "Changes wait", {
      pendingChanges: 42,
      error: new ServerOverloaded({ retryAfter: 30_000 }),
    }),
    state("failed", "The server had a problem", { error: new Transient({ detail: "500" }) }),
    state("fetching", "A new device fetches everything", {
      fetching: 12_400,
      syncing: true,
      lastSyncedAt: null,
    }),
    state("paused", "Automatic sync is off", { autoSync: false, pendingChanges: 2 }),
    state("offline", "Offline", { online: false, pendingChanges: 5 }),
    state("cut-off", "Offline, and nothing is kept here", { online: false, mode: "cloud-only" }, "/"),
    state("signed-out", "The session has ended", { error: new NeedsAuth() }, "/"),
    state("clock", "The clock is wrong", { error: new ClockSkew({ offset: 5_400_000 }) }),
    state("old-client", "Too old for the server", {
      error: new ProtocolTooOld({ side: "client", spoken: 1, oldest: 2 }),
    }),
    state("old-server", "The server is too old", {
      error: new ProtocolTooOld({ side: "server", spoken: 1, oldest: 2 }),
    }),
    state("replaced", "The server was restored", { error: new EpochMismatch({ known: "a", found: "b" }) }),
    state("refused", "The server refused a change", { refusedChanges: 1 }),
    { name: "conflict", title: "Two versions", path: `/chat/${chatIdOf(0)}`, answers: inConflict },
    {
      name: "conflict-dialog",
      title: "Choosing between two versions",
      path: `/chat/${chatIdOf(0)}`,
      answers: inConflict,
      act: () => press("2 versions"),
    },
    { name: "conflict-list", title: "All conflicts", path: "/settings/sync", answers: inConflict },
    { name: "account", title: "No account", path: "/settings/account", answers: everyday },
    { name: "signed-in", title: "Signed in", path: "/settings/account", answers: signedIn },
  ],
}
