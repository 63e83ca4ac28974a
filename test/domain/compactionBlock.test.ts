import { expect, test } from "vitest"
import { compactableBytes, compactionBlock } from "../../src/domain/compactionBlock.ts"

const half = { kind: "opfs" as const, file: 2_000, free: 1_000, usage: 5_000, quota: 10_000 }

test("a file is compacted where a copy of it has room", () => {
  expect(compactionBlock(half)).toBe(null)
  expect(compactionBlock({ ...half, usage: null, quota: null })).toBe(null)
  expect(compactionBlock({ ...half, usage: 7_999 })).toBe(null)
  expect(compactionBlock({ ...half, usage: 8_000 })).toBe("no-room")
})

test("and only where something is free, and the memory holds the rest", () => {
  expect(compactionBlock({ ...half, free: 0 })).toBe("nothing-free")
  expect(compactionBlock({ ...half, quota: null, file: compactableBytes + 1_000 })).toBe(null)
  expect(compactionBlock({ ...half, quota: null, file: compactableBytes + 1_001 })).toBe("too-large")
  for (const kind of ["indexeddb", "memory", "temporary", "cloud"] as const) {
    expect(compactionBlock({ ...half, kind })).toBe("other-storage")
  }
})
