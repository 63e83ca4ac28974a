// As src/types/wa-sqlite.d.ts: what the tests use of wa-sqlite and the application does not.
declare module "wa-sqlite/src/examples/MemoryVFS.js" {
  import type { SqliteModule, SqliteVfs } from "wa-sqlite"
  export interface MemoryFile {
    readonly pathname: string
    readonly flags: number
    size: number
    data: ArrayBuffer
  }
  export class MemoryVFS implements SqliteVfs {
    constructor(name: string, module: SqliteModule)
    readonly name: string
    mapNameToFile: Map<string, MemoryFile>
    close(): void
    jRead(fileId: number, data: Uint8Array, offset: number): number
    jWrite(fileId: number, data: Uint8Array, offset: number): number
    jSync(fileId: number, flags: number): number
  }
}
