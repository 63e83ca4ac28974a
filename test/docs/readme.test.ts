import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { list } from "./wholeApplication.ts"

const textOf = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8")

const examples = [...textOf("../../README.md").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code)

test("the README shows the example that is compiled and run here, but for where it lies", () => {
  expect(examples).toEqual([textOf("wholeApplication.ts").replaceAll("../../src/", "./src/")])
})

test("the example answers from a database of its own", () => {
  expect(list).toEqual({ chats: [], hasMore: false })
})
