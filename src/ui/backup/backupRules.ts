import { ago } from "../sync/ago.ts"

const day = 86_400_000

export const schedules = ["off", "daily", "weekly"] as const
export type Schedule = (typeof schedules)[number]

/** What is remembered of the backups of this browser. */
export interface BackupState {
  readonly schedule: Schedule
  /** The name of the file that is written to; null if none was chosen. */
  readonly file: string | null
  /** When the last one was made, in milliseconds since 1970. */
  readonly at: number | null
}

export const noBackup: BackupState = { schedule: "off", file: null, at: null }

/** Milliseconds between two backups. */
const periods: Readonly<Record<Schedule, number>> = {
  off: Number.POSITIVE_INFINITY,
  daily: day,
  weekly: 7 * day,
}

/** Chats from which on a device without any backup is worth a word. */
const worthWarning = 3

/** Whether the last one is older than was wanted. One of a time to come was made by a clock that was wrong. */
const isOld = ({ at, schedule }: BackupState, now: number) =>
  at !== null && Math.abs(now - at) >= periods[schedule]

/** Whether one is to be written by itself now. */
export const isDue = (state: BackupState, now: number): boolean =>
  state.file !== null && state.schedule !== "off" && (state.at === null || isOld(state, now))

/** @param chats how many there are to lose */
export const isWorrying = (state: BackupState, chats: number, now: number): boolean =>
  state.at === null ? chats >= worthWarning : isOld(state, now)

/** "last backup: 3 days ago". */
export const lastBackup = ({ at }: BackupState, now: number): string =>
  `last backup: ${at === null ? "never" : ago(at, now)}`
