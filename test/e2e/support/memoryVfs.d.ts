declare module "wa-sqlite/src/examples/MemoryVFS.js" {
  import type { SqliteModule, SqliteVfs } from "wa-sqlite"
  interface MemoryFile {
    readonly pathname: string
    readonly flags: number
    readonly size: number
    readonly data: ArrayBuffer
  }
  export class MemoryVFS implements SqliteVfs {
    static create(name: string, module: SqliteModule): Promise<MemoryVFS>
    readonly name: string
    readonly mapNameToFile: Map<string, MemoryFile>
    close(): void
  }
}
