import { expect, test } from "vitest"
import { type SyncMode, SyncMode as Mode } from "../../src/domain/SyncConfig.ts"
import { modeSwitch } from "../../src/ui/sync/modeSwitch.ts"

const modes: ReadonlyArray<SyncMode> = Mode.literals
const pairs = modes.flatMap((from) => modes.map((to) => [from, to] as const))

test("every switch that moves or removes something is spelled out; the others need no words", () => {
  const silent = pairs.filter(([from, to]) => modeSwitch(from, to, 0) === null)
  expect(silent).toEqual([
    ["local-only", "local-only"],
    ["cloud-only", "cloud-only"],
    ["hybrid", "local-only"],
    ["hybrid", "hybrid"],
  ])
})

test("what takes chats off this device is marked as such", () => {
  const dangers = pairs.filter(([from, to]) => modeSwitch(from, to, 0)?.danger === true)
  expect(dangers).toEqual([
    ["local-only", "cloud-only"],
    ["cloud-only", "local-only"],
    ["hybrid", "cloud-only"],
  ])
})

test("nothing that was not sent is given up for cloud only", () => {
  expect(modeSwitch("hybrid", "cloud-only", 0)?.blocked).toBeNull()
  expect(modeSwitch("hybrid", "cloud-only", 1)?.blocked).toContain("1 change has not been sent")
  expect(modeSwitch("local-only", "cloud-only", 1_200)?.blocked).toContain("1,200 changes have not")
})
