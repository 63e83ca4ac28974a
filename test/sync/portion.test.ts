import { assert, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { firstPortion, nextPortion } from "../../src/services/sync/portion.ts"

describe("the rows of a transaction", () => {
  it.prop(
    "become as many as take about 8 ms on this device, from 5 to 200, and stay there",
    [FastCheck.double({ min: 0.001, max: 100, noNaN: true })],
    ([rowMs]) => {
      let rows = firstPortion
      for (let n = 0; n < 8; n++) rows = nextPortion(rows, rows * rowMs)
      assert.isTrue(rows >= 5 && rows <= 200)
      assert.isTrue(rows === 5 || rows * rowMs <= 8)
      assert.isTrue(rows === 200 || (rows + 1) * rowMs > 8)
      assert.strictEqual(nextPortion(rows, rows * rowMs), rows)
    },
  )

  it("are as many as there may be where no time passes", () => {
    assert.strictEqual(nextPortion(150, 0), 200)
  })
})
