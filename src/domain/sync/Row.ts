import { Schema } from "effect"
import { Chat } from "../Chat.ts"
import { Conflict } from "../Conflict.ts"
import { Device } from "../Device.ts"
import { Message } from "../Message.ts"
import { SyncConfig } from "../SyncConfig.ts"
import { User } from "../User.ts"

/**
 * Which fields rows have. Raise it whenever one is added: a device that took its rows when it knew fewer of them takes
 * all of them again.
 */
export const rowsVersion = 1

const row = <Entity extends string, A, I>(entity: Entity, schema: Schema.Schema<A, I>) =>
  Schema.Struct({ entity: Schema.Literal(entity), row: schema })

/**
 * A row as the server has it, on its way to a device. Deleted ones come as tombstones, never as absence. Fields that a
 * newer server added are left out.
 */
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
