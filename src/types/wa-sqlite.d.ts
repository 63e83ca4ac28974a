// The package's own types declare "@journeyapps/wa-sqlite/…", which does not match the alias. Only what is used.
declare module "wa-sqlite" {
  export type SqlValue = number | string | Uint8Array | bigint | null

  export interface SqliteVfs {
    readonly name: string
    close(): void | Promise<void>
  }

  export interface SqliteApi {
    open_v2(name: string, flags?: number, vfs?: string): Promise<number>
    close(db: number): Promise<number>
    exec(db: number, sql: string): Promise<number>
    statements(
      db: number,
      sql: string,
      options?: { readonly flags?: number; readonly unscoped?: boolean },
    ): AsyncIterable<number>
    step(stmt: number): Promise<number>
    reset(stmt: number): Promise<number>
    finalize(stmt: number): Promise<number>
    bind(stmt: number, index: number, value: SqlValue): number
    column_names(stmt: number): Array<string>
    row(stmt: number): Array<SqlValue>
    get_autocommit(db: number): number
    libversion(): string
    vfs_register(vfs: SqliteVfs, makeDefault: boolean): number
  }

  /** What the emscripten module offers beside the API: C functions by name, and the memory. */
  export interface SqliteModule {
    readonly HEAPU8: Uint8Array
    readonly _sqlite3_malloc: (bytes: number) => number
    readonly _sqlite3_free: (pointer: number) => void
    readonly _sqlite3_step: (stmt: number) => number
    readonly _sqlite3_reset: (stmt: number) => number
    ccall(
      name: string,
      result: "number",
      types: ReadonlyArray<"number" | "string">,
      values: ReadonlyArray<number | string>,
    ): number
    ccall(
      name: string,
      result: "string",
      types: ReadonlyArray<"number">,
      values: ReadonlyArray<number>,
    ): string
    getValue(pointer: number, type: "i32"): number
  }

  export const SQLITE_OK: number
  export const SQLITE_ROW: number
  export const SQLITE_DONE: number
  export const SQLITE_PREPARE_PERSISTENT: number
  export class SQLiteError extends Error {
    constructor(message: string, code: number)
    readonly code: number
  }
  export function Factory(module: SqliteModule): SqliteApi
}

declare module "wa-sqlite/dist/*.mjs" {
  import type { SqliteModule } from "wa-sqlite"
  const factory: (options?: {
    readonly wasmBinary?: ArrayBuffer | Uint8Array
    readonly locateFile?: (file: string) => string
    readonly instantiateWasm?: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => object
  }) => Promise<SqliteModule>
  export default factory
}

declare module "wa-sqlite/src/examples/AccessHandlePoolVFS.js" {
  import type { SqliteModule, SqliteVfs } from "wa-sqlite"
  export class AccessHandlePoolVFS implements SqliteVfs {
    constructor(name: string, module: SqliteModule)
    readonly name: string
    isReady(): Promise<boolean>
    close(): Promise<void>
    getCapacity(): number
    addCapacity(count: number): Promise<number>
    jWrite(fileId: number, data: Uint8Array, offset: number): number
    jRead(fileId: number, data: Uint8Array, offset: number): number
    jTruncate(fileId: number, size: number): number
    jDelete(name: string, syncDirectory: number): number
    jFileSize(fileId: number, size: DataView): number
    jClose(fileId: number): number
    jSync(fileId: number, flags: number): number
  }
}

declare module "wa-sqlite/src/examples/IDBBatchAtomicVFS.js" {
  import type { SqliteModule, SqliteVfs } from "wa-sqlite"
  export class IDBBatchAtomicVFS implements SqliteVfs {
    static create(
      name: string,
      module: SqliteModule,
      options?: { readonly lockPolicy?: string },
    ): Promise<IDBBatchAtomicVFS>
    readonly name: string
    close(): void
  }
}
