import { Match, Struct } from "effect"
import type { Chat } from "../Chat.ts"
import type { Conflict } from "../Conflict.ts"
import type { Device } from "../Device.ts"
import type { Message } from "../Message.ts"
import type { Mutation } from "../Mutation.ts"
import type { SyncConfig } from "../SyncConfig.ts"
import { millisOf, type Timestamp } from "../Timestamp.ts"
import type { User } from "../User.ts"
import type { Clocks, FieldVersions } from "../Scalars.ts"
import type { Incoming, Verdict } from "./resolve.ts"

/** What a mutation other than the making of something asks of one row: the same on every device and on the server. */
export type Change =
  | { readonly entity: "chat"; readonly kind: Incoming["kind"]; readonly fields: Partial<Chat> }
  | { readonly entity: "message"; readonly kind: Incoming["kind"]; readonly fields: Partial<Message> }
  | { readonly entity: "user"; readonly kind: "write"; readonly fields: Partial<User> }
  | { readonly entity: "device"; readonly kind: "write"; readonly fields: Partial<Device> }
  | { readonly entity: "sync_config"; readonly kind: "write"; readonly fields: Partial<SyncConfig> }
  | { readonly entity: "conflict"; readonly kind: "write"; readonly fields: Partial<Conflict> }

/** Null for what makes a row instead of changing one. */
export const changeOf = (mutation: Mutation, timestamp: Timestamp): Change | null => {
  const at = millisOf(timestamp)
  return Match.value(mutation).pipe(
    Match.withReturnType<Change | null>(),
    Match.tagsExhaustive({
      CreateChat: () => null,
      AddMessage: () => null,
      KeepConflict: () => null,
      UpdateChat: ({ patch }) => ({ entity: "chat", kind: "write", fields: patch }),
      DeleteChat: () => ({ entity: "chat", kind: "delete", fields: { deletedAt: at } }),
      RestoreChat: () => ({ entity: "chat", kind: "restore", fields: { deletedAt: null } }),
      UpdateMessage: ({ patch }) => ({ entity: "message", kind: "write", fields: patch }),
      DeleteMessage: () => ({ entity: "message", kind: "delete", fields: { deletedAt: at } }),
      RestoreMessage: () => ({ entity: "message", kind: "restore", fields: { deletedAt: null } }),
      // the address belongs to the account
      UpdateUser: ({ patch }) => ({ entity: "user", kind: "write", fields: Struct.omit(patch, "email") }),
      RenameDevice: ({ name }) => ({ entity: "device", kind: "write", fields: { name } }),
      UpdateSyncConfig: ({ patch }) => ({ entity: "sync_config", kind: "write", fields: patch }),
      ResolveConflict: ({ resolution }) => ({
        entity: "conflict",
        kind: "write",
        fields: { resolution, resolvedAt: at },
      }),
    }),
  )
}

interface Registered {
  readonly clocks: Clocks
  readonly versions: FieldVersions
}

const only = <F extends object>(fields: F, written: ReadonlyArray<string>): Partial<F> => {
  const kept: Partial<F> = { ...fields }
  for (const name of Struct.keys(fields)) if (!written.includes(name)) delete kept[name]
  return kept
}

const entries = <A>(names: ReadonlyArray<string>, value: A): Readonly<Record<string, A>> =>
  Object.fromEntries(names.map((name) => [name, value]))

/**
 * The row after a change, as far as the verdict lets it through.
 *
 * @param version the one that the server gives to the change; null where a device foresees what the server will do
 */
export const written = <R extends Registered>(
  row: R,
  fields: Partial<R>,
  { revived, written: names }: Verdict,
  timestamp: Timestamp,
  version: number | null,
): R => {
  const all = revived ? [...names, "deletedAt"] : names
  return {
    ...row,
    ...only(fields, names),
    ...(revived ? { deletedAt: null } : {}),
    ...("updatedAt" in row && all.length > 0 ? { updatedAt: millisOf(timestamp) } : {}),
    clocks: { ...row.clocks, ...entries(all, timestamp) },
    versions: version === null ? row.versions : { ...row.versions, ...entries(all, version) },
    ...(version === null ? {} : { version }),
  }
}
