import { expect, test } from "vitest"
import { type BackupState, isDue, isWorrying, lastBackup } from "../../src/ui/backup/backupRules.ts"

const day = 86_400_000
const now = 1_800_000_000_000
const chosen: BackupState = { schedule: "daily", file: "chats.sqlite", at: now }

test("a backup is due when there is a file, a schedule, and the last one is older", () => {
  expect(isDue(chosen, now + day - 1)).toBe(false)
  expect(isDue(chosen, now + day)).toBe(true)
  expect(isDue({ ...chosen, schedule: "weekly" }, now + 6 * day)).toBe(false)
  expect(isDue({ ...chosen, schedule: "weekly" }, now + 7 * day)).toBe(true)
  expect(isDue({ ...chosen, at: null }, now)).toBe(true)
  expect(isDue({ ...chosen, schedule: "off" }, now + 900 * day)).toBe(false)
  expect(isDue({ ...chosen, file: null, at: null }, now)).toBe(false)
})

test("a clock that was a year ahead keeps nothing from being backed up", () => {
  expect(isDue(chosen, now - 365 * day)).toBe(true)
  expect(isDue(chosen, now - 3_600_000)).toBe(false)
})

test("without any backup it is a worry from some chats on, and with one when it is older than was wanted", () => {
  const never: BackupState = { schedule: "off", file: null, at: null }
  expect(isWorrying(never, 2, now)).toBe(false)
  expect(isWorrying(never, 3, now)).toBe(true)
  expect(isWorrying(chosen, 100, now + day - 1)).toBe(false)
  expect(isWorrying(chosen, 100, now + day)).toBe(true)
  expect(isWorrying({ ...chosen, schedule: "off" }, 100, now + 900 * day)).toBe(false)
})

test("the last one is said in words", () => {
  expect(lastBackup({ ...chosen, at: null }, now)).toBe("last backup: never")
  expect(lastBackup(chosen, now + 3 * day)).toBe("last backup: 3 days ago")
})
