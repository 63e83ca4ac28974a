import { assert, it } from "@effect/vitest"
import { type Announcement, wireVersion } from "../../src/domain/rpc/TabWire.ts"
import { makeNewerTabs } from "../../src/worker/newerTabs.ts"

const hello = (worker: string, version: number): Announcement => ({
  _tag: "Hello",
  worker,
  wireVersion: version,
})

const watched = () => {
  const said: Array<string> = []
  const ends = new Map<string, () => void>()
  const hear = makeNewerTabs(
    { tell: (waits) => said.push(waits ? "waits" : "gone"), stepBack: () => said.push("step back") },
    (worker) => new Promise<void>((resolve) => ends.set(worker, resolve)),
  )
  const end = async (worker: string) => {
    ends.get(worker)?.()
    await Promise.resolve()
  }
  return { said, hear, end }
}

it("a newer tab is told once, lets this one step back once, and is taken back when it is gone", async () => {
  const { end, hear, said } = watched()
  hear(hello("a", wireVersion + 1))
  hear(hello("a", wireVersion + 1))
  assert.deepStrictEqual(said, ["waits", "step back"])
  await end("a")
  assert.deepStrictEqual(said, ["waits", "step back", "gone"])
  hear(hello("a", wireVersion + 1))
  assert.deepStrictEqual(said.slice(3), ["waits", "step back"])
})

it("of several newer tabs the last one to go ends the waiting, and this one steps behind each", async () => {
  const { end, hear, said } = watched()
  hear(hello("a", wireVersion + 1))
  hear(hello("b", wireVersion + 2))
  assert.deepStrictEqual(said, ["waits", "step back", "step back"])
  await end("a")
  assert.strictEqual(said.length, 3)
  await end("b")
  assert.strictEqual(said[3], "gone")
})

it("tabs of the same or an older version, and leaders, make nobody step back", () => {
  const { hear, said } = watched()
  hear(hello("same", wireVersion))
  hear(hello("older", wireVersion - 1))
  hear({ _tag: "Leader", epoch: "e", wireVersion: wireVersion + 1 })
  assert.deepStrictEqual(said, [])
})
