import { Schema } from "effect"
import { Chat } from "../Chat.ts"
import { Conflict } from "../Conflict.ts"
import { Device } from "../Device.ts"
import { Message } from "../Message.ts"
import { SyncConfig } from "../SyncConfig.ts"
import { User } from "../User.ts"

const row = <Entity extends string, A, I>(entity: Entity, schema: Schema.Schema<A, I>) =>
  Schema.Struct({ entity: Schema.Literal(entity), row: schema })

/** A row as the server has it, on its way to a device. Deleted ones come as tombstones, never as absence. */
export const Row = Schema.Union(
  row("user", User),
  row("device", Device),
  row("sync_config", SyncConfig),
  row("chat", Chat),
  row("message", Message),
  row("conflict", Conflict),
)
export type Row = typeof Row.Type

/** The key under which the entity is known. */
export const rowId = (it: Row): string => (it.entity === "sync_config" ? it.row.userId : it.row.id)
