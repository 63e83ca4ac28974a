import {
  MigrationFailed,
  QueryFailed,
  SchemaTooNew,
  StorageBusy,
  StorageCorrupt,
  type StorageError,
  StorageUnavailable,
  WorkerDied,
} from "../../domain/errors/StorageErrors.ts"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import { wireVersion } from "../../domain/rpc/TabWire.ts"
import { everyday, now, storage } from "./sample.ts"
import { connected, type Group, type Scenario } from "./Scenario.ts"

/** Of a database that does not open every question fails. */
const unusable = (name: string, title: string, error: StorageError): Scenario => ({
  name,
  title,
  path: "/",
  answers: {
    "chats.watch": () => error,
    "providers.watch": () => error,
    "storage.status": () => error,
    "cloud.status": () => error,
  },
  settles: 1_200,
})

const status = (name: string, title: string, more: Partial<StorageStatus>, path = "/"): Scenario => ({
  name,
  title,
  path,
  answers: { ...everyday, "storage.status": () => ({ ...storage, ...more }) },
})

const quota = 10_000_000_000
const rebuilt = { at: now, aside: "damaged-1", chats: 211, messages: 4_380, others: 0, unreadable: 12 }

export const storageStates: Group = {
  title: "The database",
  scenarios: [
    {
      name: "starting",
      title: "The database is being opened",
      path: "/",
      answers: {},
      connection: { _tag: "Starting" },
      settles: 3_400,
    },
    {
      name: "restarting",
      title: "The worker ended",
      path: "/",
      answers: everyday,
      connection: { _tag: "Restarting", error: new WorkerDied({ detail: "ended" }), attempts: 1 },
      settles: 1_200,
    },
    {
      name: "stalled",
      title: "No worker starts",
      path: "/",
      answers: {},
      connection: { _tag: "Restarting", error: new WorkerDied({ detail: "did not start" }), attempts: 4 },
    },
    unusable("damaged", "The file is damaged", new StorageCorrupt({ detail: "malformed" })),
    unusable("too-new", "A newer version had it open", new SchemaTooNew({ found: 12, known: 9 })),
    unusable(
      "migration-failed",
      "The schema could not be moved",
      new MigrationFailed({ migration: "0009_draft_tabs", detail: "disk I/O error" }),
    ),
    unusable(
      "no-storage",
      "A browser without storage",
      new StorageUnavailable({ reason: "no-storage", detail: "" }),
    ),
    unusable(
      "no-webassembly",
      "A browser without WebAssembly",
      new StorageUnavailable({ reason: "no-webassembly", detail: "" }),
    ),
    unusable("refused", "The browser refused", new StorageUnavailable({ reason: "refused", detail: "" })),
    unusable("busy", "Something else has the file", new StorageBusy({ detail: "locked" })),
    unusable("query-failed", "A query failed", new QueryFailed({ code: 1, detail: "" })),
    status("in-memory", "Nothing is kept", { kind: "memory", persisted: false }),
    status("temporary", "Going on without the damaged file", { kind: "temporary", persisted: false }),
    status("rebuilt", "A damaged file was read", { rebuilt }),
    status("nearly-full", "More than 80 % full", { usage: 0.84 * quota, quota }),
    status("full", "More than 95 % full", { usage: 0.97 * quota, quota }),
    status("not-persistent", "The browser may evict it", { persisted: false }, "/settings/data"),
    {
      name: "newer-tab",
      title: "A newer version has the database",
      path: "/",
      answers: {},
      connection: { _tag: "OtherVersion", leader: wireVersion + 1 },
    },
    {
      name: "older-tab",
      title: "An older version has the database",
      path: "/",
      answers: {},
      connection: { _tag: "OtherVersion", leader: wireVersion - 1 },
    },
    {
      name: "newer-waits",
      title: "A newer version waits for this tab",
      path: "/",
      answers: everyday,
      connection: { ...connected, newerWaits: true },
      settles: 1_200,
    },
  ],
}
