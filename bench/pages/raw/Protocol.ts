import type { NewMessage } from "../shared/Side.ts"

/** One posted message for each operation. */
export type Operation =
  | { readonly op: "open"; readonly folder: string; readonly schema: ReadonlyArray<string> }
  | { readonly op: "close" }
  | { readonly op: "dump" }
  | { readonly op: "seed"; readonly messages: number }
  | { readonly op: "ping" }
  | { readonly op: "chatList"; readonly limit: number }
  | { readonly op: "newest"; readonly chatId: string; readonly limit: number }
  | { readonly op: "newestByIndex"; readonly chatId: string; readonly limit: number }
  | { readonly op: "search"; readonly text: string; readonly limit: number }
  | { readonly op: "searchUnranked"; readonly text: string; readonly limit: number }
  | { readonly op: "add"; readonly messages: ReadonlyArray<NewMessage> }
  | { readonly op: "prepareBare" }
  | { readonly op: "addBare"; readonly message: NewMessage }
  | { readonly op: "watch"; readonly chatId: string; readonly limit: number }
  | { readonly op: "unwatch" }

export type Rows = ReadonlyArray<ReadonlyArray<unknown>>

export interface Request {
  readonly id: number
  readonly operation: Operation
}

export type Answer =
  | { readonly id: number; readonly rows: Rows }
  | { readonly id: number; readonly error: string }
  /** What the watched chat shows now. */
  | { readonly watched: Rows }
