import { expect, test } from "vitest"
import { showDay } from "../../src/ui/shell/times.ts"
import { trashHint, whenErased } from "../../src/ui/settings/trashWords.ts"

const day = 86_400_000
const deletedAt = Date.UTC(2027, 0, 10, 12)
const deleted = `Deleted ${showDay(deletedAt)}`

test("a chat in the trash says from when on it is erased, where a server will do it", () => {
  const wanted = `${deleted}, erased for good from ${showDay(deletedAt + 90 * day)} on`
  expect(whenErased(deletedAt, "hybrid", deletedAt + 89 * day)).toBe(wanted)
  expect(whenErased(deletedAt, "cloud-only", deletedAt)).toBe(wanted)
})

test("one whose time is over says that it goes with a sync, as it is still there", () => {
  expect(whenErased(deletedAt, "hybrid", deletedAt + 90 * day)).toBe(
    `${deleted}, erased for good at one of the next syncs`,
  )
})

test("no date is promised where nothing erases it, or nothing is known yet", () => {
  expect(whenErased(deletedAt, "local-only", deletedAt + 900 * day)).toBe(deleted)
  expect(whenErased(deletedAt, undefined, deletedAt)).toBe(deleted)
  expect(trashHint("local-only")).toContain("nothing erases them")
  expect(trashHint(undefined)).not.toContain("erase")
  expect(trashHint("hybrid")).toContain("90 days after it learned of the deletion")
})
