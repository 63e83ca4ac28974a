import { poolPragmas } from "../../../src/services/database/pragmas.ts"

/** The product's own, so that both sides ask the same of SQLite. */
export const pragmas = poolPragmas

export const databasePath = "/openchat.db"

/** Where the product keeps its pool, and where the raw side keeps its copy. */
export const productFolder = "openchat-1"
export const rawFolder = "bench-raw"
