// As src/types/wa-sqlite.d.ts: what the tests use of wa-sqlite and the application does not.
declare module "wa-sqlite/src/FacadeVFS.js" {
  import type { SqliteModule, SqliteVfs } from "wa-sqlite"
  export class FacadeVFS implements SqliteVfs {
    constructor(name: string, module: SqliteModule)
    readonly name: string
    close(): void
    jOpen(name: string | null, fileId: number, flags: number, outFlags: DataView): number
    jClose(fileId: number): number
    jRead(fileId: number, data: Uint8Array, offset: number): number
    jWrite(fileId: number, data: Uint8Array, offset: number): number
    jTruncate(fileId: number, size: number): number
    jSync(fileId: number, flags: number): number
    jFileSize(fileId: number, size: DataView): number
    jDelete(name: string, syncDir: number): number
    jAccess(name: string, flags: number, result: DataView): number
  }
}

declare module "wa-sqlite/src/examples/AccessHandlePoolVFS.js" {
  interface AccessHandlePoolVFS {
    jOpen(name: string | null, fileId: number, flags: number, outFlags: DataView): number
  }
}
