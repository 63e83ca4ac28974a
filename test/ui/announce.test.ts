import { assert, it } from "@effect/vitest"
import { afterEach, beforeEach, vi } from "vitest"
import { announce, announcement } from "../../src/ui/shell/announce.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it("is silent between two sentences for a second, in which the newest takes the place of those before", () => {
  const said: Array<string> = []
  const pass = (millis: number) => {
    for (let at = 0; at < millis; at += 10) {
      vi.advanceTimersByTime(10)
      if (announcement() !== "" && announcement() !== said.at(-1)?.split(" @")[0]) {
        said.push(`${announcement()} @${Math.floor(Date.now() / 100) * 100 - began}`)
      }
    }
  }
  const began = Math.floor(Date.now() / 100) * 100
  announce("Sent")
  pass(200)
  announce("Waiting")
  pass(200)
  announce("The answer")
  pass(3_000)
  assert.deepStrictEqual(
    said.map((it) => it.split(" @")[0]),
    ["Sent", "The answer"],
  )
  const [first, second] = said.map((it) => Number(it.split("@")[1]))
  assert.isAtLeast((second ?? 0) - (first ?? 0), 1_000)
})
