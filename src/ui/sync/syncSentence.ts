import { type AppError, describe } from "../../domain/errors/AppError.ts"
import { stateOf, type SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { countOf } from "./countOf.ts"
import { isPaused } from "./syncWords.ts"

const whyStopped = (error: AppError | null): string => {
  if (error === null) return "Sync stopped. Nothing is lost."
  // the server says it of a device that was revoked, and of one that came with another account
  if (error._tag === "Forbidden") {
    return "This device was revoked: it no longer syncs. It keeps all that is on it, also what was not sent."
  }
  return describe(error)
}

/** What the state of sync means for the person, and what they can do about it. */
export const syncSentence = (status: SyncStatus): string => {
  const { error, mode, pendingChanges, refusedChanges } = status
  const waiting = `${countOf(pendingChanges, "change")} ${pendingChanges === 1 ? "waits" : "wait"}`
  switch (stateOf(status)) {
    case "local-only":
      return "Everything stays on this device, and nothing is sent anywhere."
    case "signed-out":
      return pendingChanges === 0
        ? "You are signed out. Everything that is here stays here."
        : `You are signed out. Everything stays here, and ${waiting} to be sent.`
    case "stopped":
      return whyStopped(error)
    case "offline":
      if (isPaused(status)) return "Automatic sync is off. Changes wait here until you choose “Sync now”."
      return mode === "cloud-only"
        ? "The server cannot be reached. Until it can, nothing can be read or written."
        : "The server cannot be reached. You can go on writing: changes are kept here and sent as soon as it can."
    case "fetching":
      return "Your chats are coming from the server. You can read and write meanwhile."
    case "syncing":
      return "Changes are being exchanged with the server."
    case "pending":
      if (error !== null) return `${error.message} It will be tried again by itself; nothing is lost.`
      return pendingChanges === 0
        ? "This device has not been in touch with the server yet."
        : `${waiting} for the server to confirm ${pendingChanges === 1 ? "it" : "them"}.`
    case "refused":
      return `The server refused ${countOf(refusedChanges, "change")}. What ${refusedChanges === 1 ? "it" : "they"} said is kept here, under Sync in the settings.`
    case "synced":
      return "The server has everything that is here, and this device has everything that is there."
  }
}
