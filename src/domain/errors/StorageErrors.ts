import { Schema } from "effect"

/** Nothing can be kept here: no OPFS and no IndexedDB, no WebAssembly, or the browser refuses. Cure: another browser or setting. */
export class StorageUnavailable extends Schema.TaggedError<StorageUnavailable>()("StorageUnavailable", {
  reason: Schema.Literal("no-storage", "no-webassembly", "refused", "closed"),
  detail: Schema.String,
}) {
  override get message() {
    switch (this.reason) {
      case "no-webassembly":
        return "This browser cannot run the database, because WebAssembly is missing or switched off."
      case "no-storage":
        return "This browser offers no storage for the database. A private window often does not."
      case "refused":
        return "The browser refused to open the database."
      case "closed":
        return "The database is closed just now."
    }
  }
}

/** Somebody else holds the file. Cure: waiting. */
export class StorageBusy extends Schema.TaggedError<StorageBusy>()("StorageBusy", { detail: Schema.String }) {
  override get message() {
    return "The database is in use by another tab."
  }
}

/** The disk or the browser's quota is full. The change was rolled back. Cure: free space. */
export class StorageFull extends Schema.TaggedError<StorageFull>()("StorageFull", { detail: Schema.String }) {
  override get message() {
    return "There is no space left on this device, so the change was not saved. What was saved before is safe."
  }
}

/** The file is damaged or is no database. It is left as it is. Cure: save a copy, set it aside, begin anew. */
export class StorageCorrupt extends Schema.TaggedError<StorageCorrupt>()("StorageCorrupt", {
  detail: Schema.String,
}) {
  override get message() {
    return "The database file is damaged. It has not been changed."
  }
}

/** The worker ended while it had work. Cure: a new worker; what was confirmed is safe. */
export class WorkerDied extends Schema.TaggedError<WorkerDied>()("WorkerDied", { detail: Schema.String }) {
  override get message() {
    return "The database stopped and is being started again. What was saved is safe."
  }
}

/** A newer OpenChat wrote this file. It is left untouched. Cure: reload to get the newer version. */
export class SchemaTooNew extends Schema.TaggedError<SchemaTooNew>()("SchemaTooNew", {
  found: Schema.Int,
  known: Schema.Int,
}) {
  override get message() {
    return "Your chats were opened by a newer OpenChat. Nothing has been changed."
  }
}

/** A migration stopped; the file is as it was before. Cure: an update. */
export class MigrationFailed extends Schema.TaggedError<MigrationFailed>()("MigrationFailed", {
  migration: Schema.String,
  detail: Schema.String,
}) {
  override get message() {
    return "Your chats could not be brought to this version. They are as they were before."
  }
}

/** SQLite refused a statement for a reason that none of the others names. Cure: none known, so it is reported. */
export class QueryFailed extends Schema.TaggedError<QueryFailed>()("QueryFailed", {
  /** SQLite's extended result code; 1 is the general error. */
  code: Schema.Int,
  detail: Schema.String,
}) {
  override get message() {
    return `The database could not do that (code ${this.code}). Nothing was changed.`
  }
}

export const StorageError = Schema.Union(
  StorageUnavailable,
  StorageBusy,
  StorageFull,
  StorageCorrupt,
  WorkerDied,
  SchemaTooNew,
  MigrationFailed,
  QueryFailed,
)
export type StorageError = typeof StorageError.Type
