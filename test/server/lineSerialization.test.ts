import { assert, it } from "@effect/vitest"
import { lineSerialization } from "../../src/server/rpc/lineSerialization.ts"

const parser = () => lineSerialization(100).unsafeMake()
const long = (id: string) => `{"_tag":"Request","id":"${id}","text":"${"x".repeat(200)}"}`

it("a line that is too long is said so once, with the id of its call, and the next one is read", () => {
  const whole = parser().decode(`${long("7")}\n{"n":1}\n`)
  assert.deepStrictEqual(whole, [
    { _tag: "TooLong", characters: long("7").length, limit: 100, id: "7" },
    { n: 1 },
  ])

  const inPieces = parser()
  const heard = Array.from(`${long("8")}\n{"n":2}\n`, (character) => inPieces.decode(character)).flat()
  assert.deepStrictEqual(heard, [{ _tag: "TooLong", characters: 101, limit: 100, id: "8" }, { n: 2 }])
})

it("of a line that names no call near its beginning nothing is said but that it is too long", () => {
  const [message] = parser().decode(`${"x".repeat(300)}"id":"1"\n`)
  assert.deepStrictEqual(message, { _tag: "TooLong", characters: 308, limit: 100, id: null })
})
