import { expect, test } from "vitest"
import type { Conflict } from "../../src/domain/Conflict.ts"
import { ConflictId, DeviceId, UserId } from "../../src/domain/Ids.ts"
import { unseen } from "../../src/domain/Scalars.ts"
import { settledWords, sideText, thingOf, whatOf } from "../../src/ui/sync/conflictWords.ts"
import { countVersions } from "../../src/ui/sync/versions.ts"

const id = "0".repeat(21)

const conflict = (patch: Partial<Conflict>): Conflict => ({
  id: ConflictId.make(id),
  userId: UserId.make(id),
  entityType: "message",
  entityId: id,
  field: "content",
  localValue: '"mine"',
  cloudValue: '"theirs"',
  baseValue: null,
  deviceId: DeviceId.make(id),
  createdAt: 0,
  resolvedAt: null,
  resolution: null,
  ...unseen,
  ...patch,
})

test("shows a side as a person reads it", () => {
  expect(sideText(conflict({}), "local")).toBe("mine")
  expect(sideText(conflict({}), "cloud")).toBe("theirs")
  const deleted = conflict({ entityType: "chat", field: "deletedAt", localValue: "12", cloudValue: "null" })
  expect([sideText(deleted, "local"), sideText(deleted, "cloud")]).toEqual(["Deleted", "Kept"])
  const pinned = conflict({ entityType: "chat", field: "pinned", localValue: "true", cloudValue: "null" })
  expect([sideText(pinned, "local"), sideText(pinned, "cloud")]).toEqual(["Yes", "Nothing"])
  expect(sideText(conflict({ localValue: "no JSON" }), "local")).toBe("no JSON")
})

test("names what it is about, also a field of tomorrow", () => {
  expect(thingOf(conflict({}))).toBe("A message")
  expect(whatOf(conflict({ entityType: "chat", field: "title" }))).toBe("A chat: title")
  expect(whatOf(conflict({ entityType: "chat", field: "mood" }))).toBe("A chat: mood")
})

test("says how it was settled, and nothing while it waits", () => {
  expect(settledWords(conflict({}))).toBeNull()
  expect(settledWords(conflict({ resolution: "merge" }))).toBe("Both were merged")
})

test("counts the versions of the field that has most", () => {
  expect(countVersions([conflict({})])).toBe(2)
  expect(countVersions([conflict({}), conflict({ localValue: '"third"' })])).toBe(3)
  expect(countVersions([conflict({}), conflict({ field: "title" })])).toBe(2)
})
