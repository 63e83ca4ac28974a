import { expect, test } from "vitest"
import {
  emptiedLine,
  emptyFailure,
  emptyQuestion,
  eventsLine,
  fileLine,
  trashLine,
} from "../../src/ui/cleanup/cleanUpWords.ts"
import { ProtocolTooOld } from "../../src/domain/errors/SyncErrors.ts"
import { monthsBefore } from "../../src/ui/cleanup/monthsBefore.ts"

test("what is in the trash is said with what it frees, or why it stays", () => {
  const alone = { chats: 0, messages: 0, bytes: 0, kept: 0, upTo: null }
  expect(trashLine(alone)).toBe("The trash is empty.")
  expect(trashLine({ ...alone, chats: 2, bytes: 30_000 })).toBe("2 chats. Frees about 30 kB.")
  const some = trashLine({ ...alone, chats: 1, bytes: 5, kept: 1 })
  expect(some).toMatch(/^1 chat\. Frees about 5 bytes\. 1 chat a server may have stays/)
  expect(some).toContain("90 days")
})

test("a device that syncs says that it empties the trash of all, and what stays", () => {
  const synced = { chats: 2, messages: 1, bytes: 30_000, kept: 0, upTo: 7 }
  expect(trashLine(synced)).toBe("2 chats and 1 message, on all of your devices. Frees about 30 kB.")
  expect(trashLine({ ...synced, chats: 0 })).toMatch(/^1 message, on/)
  expect(trashLine({ ...synced, kept: 1 })).toMatch(/ 1 chat with changes that wait for the server stays\.$/)
  expect(trashLine({ ...synced, chats: 0, messages: 0, kept: 2 })).toMatch(/^2 chats with changes/)
  expect(trashLine({ ...synced, chats: 0, messages: 0 })).toBe("The trash is empty.")
  expect(emptyQuestion(synced)).toMatch(/for all devices.*cannot be undone/)
  expect(emptyQuestion({ ...synced, upTo: null })).toContain("no server has it")
  expect(emptiedLine(true, { rows: 3, bytes: 30_000 })).toMatch(/here and at the server, about 30 kB/)
  expect(emptiedLine(false, { rows: 3, bytes: 30_000 })).toBe("3 chats erased, about 30 kB freed.")
  expect(emptiedLine(true, { rows: 0, bytes: 0 })).toMatch(/^Nothing was erased/)
})

test("a server that cannot empty it is told from one that cannot be reached", () => {
  const tooOld = new ProtocolTooOld({ side: "server", spoken: 1, oldest: 1 })
  expect(emptyFailure(tooOld, "Sentence.")).toMatch(/^The server is too old.*nothing was erased.*90 days/)
  expect(emptyFailure(null, "Sentence.")).toBe("Sentence.")
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
