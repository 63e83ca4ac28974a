import { expect, test } from "vitest"
import { eventsLine, fileLine, trashLine } from "../../src/ui/cleanup/cleanUpWords.ts"
import { monthsBefore } from "../../src/ui/cleanup/monthsBefore.ts"

test("what is in the trash is said with what it frees, or why it stays", () => {
  expect(trashLine({ chats: 0, bytes: 0, kept: 0 }, "local-only")).toBe("The trash is empty.")
  expect(trashLine({ chats: 2, bytes: 30_000, kept: 0 }, "local-only")).toBe("2 chats. Frees about 30 kB.")
  const some = trashLine({ chats: 1, bytes: 5, kept: 1 }, "local-only")
  expect(some).toMatch(/^1 chat\. Frees about 5 bytes\. 1 chat a server may have stays/)
  expect(some).toContain("90 days")
  const synced = trashLine({ chats: 0, bytes: 0, kept: 12 }, "hybrid")
  expect(synced).toMatch(/^12 chats\. The server erases 90 days after/)
  expect(synced).toContain("erases nothing sooner")
})

test("nothing is promised of changes that nobody confirmed", () => {
  expect(eventsLine({ events: 3, bytes: 2_000 }, "hybrid")).toContain("Frees about 2 kB.")
  expect(eventsLine({ events: 0, bytes: 0 }, "hybrid")).toContain("less than an hour old")
  expect(eventsLine({ events: 0, bytes: 0 }, "local-only")).toContain("does not sync")
})

test("the file says what it gives back, or why it cannot", () => {
  expect(fileLine({ bytes: 4_000_000, blocked: null })).toContain("Gives 4 MB back")
  expect(fileLine({ bytes: 4_000_000, blocked: "no-room" })).toContain("no room for the copy")
})

test("months are counted by the calendar, and end with the month", () => {
  const day = (month: number, date: number) => new Date(2027, month - 1, date, 9, 30).getTime()
  expect(monthsBefore(day(11, 23), 3)).toBe(day(8, 23))
  expect(monthsBefore(day(5, 31), 3)).toBe(day(2, 28))
  expect(monthsBefore(day(1, 15), 12)).toBe(new Date(2026, 0, 15, 9, 30).getTime())
})
