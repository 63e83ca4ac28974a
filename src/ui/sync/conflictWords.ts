import { Option, Schema } from "effect"
import type { Conflict } from "../../domain/Conflict.ts"

const decode = Schema.decodeUnknownOption(Schema.parseJson())

const fieldNames: Readonly<Record<string, string>> = {
  content: "Text",
  title: "Title",
  systemPrompt: "Instructions",
  model: "Model",
  pinned: "Pinned",
  archived: "Archived",
  folder: "Folder",
  deletedAt: "Deleted or kept",
  status: "State",
  name: "Name",
  autoSync: "Automatic sync",
  intervalMs: "Interval",
  conflictPolicy: "Conflicts",
}

const entityNames: Readonly<Record<Conflict["entityType"], string>> = {
  user: "Your account",
  chat: "A chat",
  message: "A message",
  device: "A device",
  sync_config: "Sync settings",
  conflict: "A conflict",
}

export const fieldName = ({ field }: Pick<Conflict, "field">): string => fieldNames[field] ?? field

/** "A message: text". */
export const whatOf = ({ entityType, field }: Pick<Conflict, "entityType" | "field">): string =>
  `${entityNames[entityType]}: ${fieldName({ field }).toLowerCase()}`

/** As the beginning of a sentence. */
export const thingOf = ({ entityType, field }: Pick<Conflict, "entityType" | "field">): string => {
  if (entityType === "message" && field === "content") return "A message"
  return entityType === "chat" && field === "title" ? "The title of a chat" : whatOf({ entityType, field })
}

const show = (field: string, value: unknown): string => {
  if (field === "deletedAt") return value === null ? "Kept" : "Deleted"
  if (value === null || value === "") return "Nothing"
  if (typeof value === "boolean") return value ? "Yes" : "No"
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** A side of a conflict as a person reads it. */
export const sideText = (conflict: Conflict, side: "local" | "cloud"): string => {
  const json = side === "local" ? conflict.localValue : conflict.cloudValue
  return Option.match(decode(json), { onNone: () => json, onSome: (value) => show(conflict.field, value) })
}

/** How it was settled; null while it waits for a person. */
export const settledWords = ({ resolution }: Pick<Conflict, "resolution">): string | null => {
  switch (resolution) {
    case "local":
      return "The device's version was taken"
    case "cloud":
      return "The server's version was taken"
    case "merge":
      return "Both were merged"
    case null:
      return null
  }
}
