import { expect, test } from "vitest"
import {
  ClockSkew,
  EpochMismatch,
  Forbidden,
  NeedsAuth,
  Offline,
  ProtocolTooOld,
  Transient,
} from "../../src/domain/errors/SyncErrors.ts"
import { StorageFull } from "../../src/domain/errors/StorageErrors.ts"
import type { SyncStatus } from "../../src/domain/sync/SyncStatus.ts"
import { syncSentence } from "../../src/ui/sync/syncSentence.ts"
import { stateWords, syncWords } from "../../src/ui/sync/syncWords.ts"

const now = 1_800_000_000_000
const minute = 60_000

const synced: SyncStatus = {
  mode: "hybrid",
  signedIn: true,
  autoSync: true,
  online: true,
  syncing: false,
  pendingChanges: 0,
  refusedChanges: 0,
  conflicts: 0,
  lastSyncedAt: now - 2 * minute,
  fetching: null,
  error: null,
}

const offline = { ...synced, online: false, error: new Offline({ detail: "" }) }
const epoch = new EpochMismatch({ known: "a", found: "b" })

const cases: ReadonlyArray<readonly [string, SyncStatus]> = [
  ["synced 2 minutes ago", synced],
  ["synced just now", { ...synced, lastSyncedAt: now - 59_999 }],
  ["synced 1 minute ago", { ...synced, lastSyncedAt: now - minute }],
  ["synced 3 hours ago", { ...synced, lastSyncedAt: now - 3 * 60 * minute - 1 }],
  ["synced 2 days ago", { ...synced, lastSyncedAt: now - 2 * 24 * 60 * minute }],
  // the clock was set back since
  ["synced just now", { ...synced, lastSyncedAt: now + 60 * minute }],
  ["synced 2 minutes ago, 1 conflict", { ...synced, conflicts: 1 }],
  ["local only", { ...synced, mode: "local-only", signedIn: false, online: false, pendingChanges: 7 }],
  ["signed out", { ...synced, signedIn: false }],
  ["signed out, 3 pending", { ...synced, signedIn: false, pendingChanges: 3 }],
  ["signed out, 3 pending", { ...synced, error: new NeedsAuth(), pendingChanges: 3 }],
  ["offline", offline],
  ["offline, 3 pending", { ...offline, pendingChanges: 3 }],
  ["offline, 1,200 pending, 2 conflicts", { ...offline, pendingChanges: 1_200, conflicts: 2 }],
  ["paused, synced 2 minutes ago", { ...synced, autoSync: false, online: false }],
  ["paused, 3 pending", { ...synced, autoSync: false, online: false, pendingChanges: 3 }],
  ["offline, 3 pending", { ...offline, autoSync: false, pendingChanges: 3 }],
  ["fetching 1,200", { ...synced, fetching: 1_200, syncing: true, lastSyncedAt: null }],
  ["fetching", { ...synced, fetching: 0, syncing: true }],
  ["syncing", { ...synced, syncing: true }],
  ["syncing, 2 pending", { ...synced, syncing: true, pendingChanges: 2 }],
  ["2 pending", { ...synced, pendingChanges: 2 }],
  ["not synced yet", { ...synced, lastSyncedAt: null }],
  ["trying again, 2 pending", { ...synced, pendingChanges: 2, error: new Transient({ detail: "" }) }],
  ["1 refused", { ...synced, refusedChanges: 1 }],
  ["stopped: server replaced, 4 pending", { ...synced, error: epoch, pendingChanges: 4 }],
  ["stopped: device revoked", { ...synced, error: new Forbidden({ detail: "" }) }],
  [
    "stopped: update needed",
    { ...synced, error: new ProtocolTooOld({ side: "client", spoken: 1, oldest: 2 }) },
  ],
  [
    "stopped: server needs an update, 2 pending",
    { ...synced, error: new ProtocolTooOld({ side: "server", spoken: 1, oldest: 2 }), pendingChanges: 2 },
  ],
  ["stopped: wrong clock", { ...synced, error: new ClockSkew({ offset: 1 }) }],
  ["stopped: no space left", { ...synced, error: new StorageFull({ detail: "" }) }],
]

test.each(cases)("says “%s”", (words, status) => {
  expect(syncWords(status, now)).toBe(words)
})

test("S8: says “synced” only when nothing waits and the server was reached", () => {
  for (const [, status] of cases) {
    for (const broken of [
      { ...status, pendingChanges: 1 },
      { ...status, lastSyncedAt: null },
      { ...status, error: new Transient({ detail: "" }) },
      { ...status, online: false, autoSync: true },
    ]) {
      expect(syncWords(broken, now)).not.toMatch(/\bsynced (?:just|\d)/)
    }
  }
})

test("a place that is narrow says the state without what else waits", () => {
  expect(stateWords({ ...synced, conflicts: 2 }, now)).toBe("synced 2 minutes ago")
  expect(stateWords({ ...synced, error: epoch, pendingChanges: 4 }, now)).toBe("stopped: server replaced")
  // what is seen is part of the name
  for (const [words, status] of cases) expect(words.startsWith(stateWords(status, now))).toBe(true)
})

test("every state has a whole sentence, and one for a device that is paused", () => {
  for (const [, status] of cases) expect(syncSentence(status)).toMatch(/^[A-Z\d].*\.$/s)
  expect(syncSentence({ ...synced, autoSync: false, online: false })).toContain("Automatic sync is off")
  expect(syncSentence({ ...synced, pendingChanges: 1 })).toBe("1 change waits for the server to confirm it.")
  expect(syncSentence({ ...synced, signedIn: false, pendingChanges: 3 })).toContain("3 changes wait")
})
