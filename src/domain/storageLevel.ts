import type { StorageStatus } from "./StorageStatus.ts"

/** How full the room is that the browser gives: from 80 % on it is `low`, from 95 % on `critical`. */
export type StorageLevel = "enough" | "low" | "critical"

/** What a browser does not say is taken to be enough. */
export const storageLevel = ({ quota, usage }: Pick<StorageStatus, "quota" | "usage">): StorageLevel => {
  if (usage === null || quota === null || quota <= 0) return "enough"
  const share = usage / quota
  if (share >= 0.95) return "critical"
  return share >= 0.8 ? "low" : "enough"
}
