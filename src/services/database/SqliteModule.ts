import { Context, type Effect } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import type { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"

/** Where SQLite's WebAssembly comes from: fetched in a browser, read from the package in Node. */
export class SqliteModule extends Context.Tag("openchat/SqliteModule")<
  SqliteModule,
  {
    /** The synchronous build, for every file system that answers at once. */
    readonly sync: Effect.Effect<Module, StorageUnavailable>
    /** The Asyncify build, twice the size: for file systems that answer later. */
    readonly async: Effect.Effect<Module, StorageUnavailable>
  }
>() {}
