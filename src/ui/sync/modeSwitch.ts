import type { SyncMode } from "../../domain/SyncConfig.ts"
import { countOf } from "./countOf.ts"

export interface ModeSwitch {
  readonly title: string
  /** What becomes of what is here, and of what is at the server. */
  readonly points: ReadonlyArray<string>
  readonly confirm: string
  /** Something goes from this device. */
  readonly danger: boolean
  /** Why it cannot be done yet. */
  readonly blocked: string | null
}

export const modes: ReadonlyArray<{
  readonly mode: SyncMode
  readonly name: string
  readonly meaning: string
}> = [
  {
    mode: "local-only",
    name: "Local only",
    meaning: "Everything stays on this device. Nothing is sent anywhere.",
  },
  {
    mode: "cloud-only",
    name: "Cloud only",
    meaning: "Everything is at the server and nothing is kept here. It needs a connection.",
  },
  {
    mode: "hybrid",
    name: "Hybrid",
    meaning: "Everything is on this device and works offline, and is kept equal with your other devices.",
  },
]

/** What a switch of the mode does; null for one that moves and removes nothing. */
export const modeSwitch = (from: SyncMode, to: SyncMode, pending: number): ModeSwitch | null => {
  const waiting = `${countOf(pending, "change")} ${pending === 1 ? "has" : "have"}`
  if (from === to || (from === "hybrid" && to === "local-only")) return null
  if (to === "cloud-only") {
    return {
      title: "Keep nothing on this device?",
      points: [
        "What this device has is removed from it. Your chats stay at the server and on your other devices.",
        "From then on nothing can be read or written here without a connection.",
      ],
      confirm: "Switch to cloud only",
      danger: true,
      blocked:
        pending === 0
          ? null
          : `${waiting} not been sent yet. Switch to Hybrid, wait until it says “synced”, and then switch again.`,
    }
  }
  if (from === "cloud-only") {
    return to === "hybrid"
      ? {
          title: "Keep your chats on this device?",
          points: [
            "All of your chats are fetched from the server and kept in this browser.",
            "After that they can be read and written without a connection.",
          ],
          confirm: "Switch to hybrid",
          danger: false,
          blocked: null,
        }
      : {
          title: "Begin empty on this device?",
          points: [
            "Nothing of your chats is kept here, so this device begins without any. They stay at the server.",
            "To have them here first, choose Hybrid, wait until they have come, and then choose Local only.",
          ],
          confirm: "Switch to local only",
          danger: true,
          blocked: null,
        }
  }
  return {
    title: "Sync this device?",
    points: [
      pending === 0
        ? "What you write here is sent to the server and comes to your other devices."
        : `What you have written here is sent to the server and comes to your other devices: ${countOf(pending, "change")}.`,
      "What is at the server comes to this device.",
    ],
    confirm: "Switch to hybrid",
    danger: false,
    blocked: null,
  }
}
