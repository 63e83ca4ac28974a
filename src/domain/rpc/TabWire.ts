import type { FromClientEncoded, FromServerEncoded } from "@effect/rpc/RpcMessage"
import type { StorageError } from "../errors/StorageErrors.ts"

/**
 * Raised with every call, payload or migration that is added or changed, so that a page never asks a worker of another
 * build what that one does not know, and no schema moves while an older page is open. Tabs of different versions do
 * not talk: the older one is asked to reload. A test fails when this is forgotten.
 */
export const wireVersion = 4

/** Held by the leader's worker for life. */
export const databaseLock = "openchat-database"

/** Held by every worker for life, exclusively. Whoever waits for its end asks for it shared. */
export const tabLock = (worker: string) => `openchat-tab-${worker}`

/** Where leaders announce themselves and followers ask for one. */
export const helloChannel = "openchat-hello"

/** Between the leader and one follower. */
export const tabChannel = (worker: string) => `openchat-rpc-${worker}`

/**
 * On the hello channel. An epoch is one leader's reign. Builds of every version read these two, so they keep their
 * names and fields for ever.
 */
export type Announcement =
  | { readonly _tag: "Leader"; readonly epoch: string; readonly wireVersion: number }
  | { readonly _tag: "Hello"; readonly worker: string; readonly wireVersion: number }

/** Page to its worker to the leader. A message of another epoch is dropped; the page sends it again. */
export interface Up {
  readonly epoch: string
  readonly message: FromClientEncoded
}

/** Leader to the tab's worker to the page. */
export type Down =
  /** The worker holds its lock, so its end can be waited for. */
  | { readonly _tag: "Alive" }
  /** From here on messages of this epoch are answered. */
  | { readonly _tag: "Connected"; readonly epoch: string; readonly role: TabRole }
  /** Another version of OpenChat has the database open. */
  | { readonly _tag: "OtherVersion"; readonly leader: number }
  /** Whether a tab of a newer version is open and waits until this one is gone. */
  | { readonly _tag: "NewerWaits"; readonly waits: boolean }
  | { readonly _tag: "Message"; readonly epoch: string; readonly message: FromServerEncoded }

export type TabRole = "leader" | "follower"

/** What a page knows about its way to the database. */
export type Connection =
  | { readonly _tag: "Starting" }
  | {
      readonly _tag: "Connected"
      readonly role: TabRole
      readonly worker: string
      /** A tab of a newer version is open, and gets the database only when this one is reloaded or closed. */
      readonly newerWaits: boolean
    }
  /** The worker went away; what is in flight is sent again. `attempts` failed since one was connected. */
  | { readonly _tag: "Restarting"; readonly error: StorageError; readonly attempts: number }
  | { readonly _tag: "OtherVersion"; readonly leader: number }
