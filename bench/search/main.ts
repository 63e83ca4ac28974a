/**
 * `npm run bench:search`: the search with and without filters, in Node, on the same SQLite in memory that the page has in
 * its worker. What a filter costs is most of it, so the word that is looked for is a common one (in every fourth message)
 * and a rare one. Options: `--messages=100000`, `--samples=20`.
 */
import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { ChatId, MessageId, timeOrderedId } from "../../src/domain/Ids.ts"
import type { SearchFilters } from "../../src/domain/search/SearchFilters.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { Search } from "../../src/services/search/Search.ts"
import { TestApp } from "../../test/support/platform.ts"
import { digitsFrom } from "../pages/shared/dataset.ts"
import { randomFrom } from "../pages/shared/random.ts"

const option = (name: string, otherwise: number): number => {
  const found = process.argv.find((it) => it.startsWith(`--${name}=`))
  return found === undefined ? otherwise : Number(found.split("=")[1])
}

const messages = option("messages", 100_000)
const samples = option("samples", 20)

const perChat = 100
const chats = Math.ceil(messages / perChat)
const words = 20_000
const begin = Date.UTC(2024, 0, 1)
const minute = 60_000
const random = randomFrom(1)

/** As often as in a book: the nth word n times as seldom as the first. */
const word = () => `w${Math.floor(Math.exp(random() * Math.log(words))).toString(36)}`

/** About 300 bytes. */
const text = () => {
  const said = Array.from({ length: 50 }, word).join(" ")
  return random() < 0.25 ? `${said} common` : said
}

const fill = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const { userId } = yield* Identity
  const chatIds = Array.from({ length: chats }, (_, n) =>
    ChatId.make(timeOrderedId(begin + n * perChat * minute, digitsFrom(random))),
  )
  for (const [n, id] of chatIds.entries()) {
    const at = begin + n * perChat * minute
    const row = { id, user_id: userId, title: text().slice(0, 60), created_at: at, updated_at: at }
    yield* sql`INSERT INTO chat ${sql.insert({
      ...row,
      active_at: at + perChat * minute,
      pinned: n % 50 === 0 ? 1 : 0,
      archived: n % 10 === 0 ? 1 : 0,
      folder: n === 7 ? "Rare" : n % 20 === 0 ? "Work" : null,
      deleted_at: n % 25 === 24 ? at : null,
    })}`
  }
  for (let n = 0; n < messages; n += 500) {
    yield* sql`INSERT INTO message ${sql.insert(
      Array.from({ length: Math.min(500, messages - n) }, (_, m) => {
        const at = begin + (n + m) * minute
        return {
          id: MessageId.make(timeOrderedId(at, digitsFrom(random))),
          chat_id: chatIds[Math.floor((n + m) / perChat)],
          role: m % 2 === 0 ? "user" : "assistant",
          content: text(),
          created_at: at,
          updated_at: at,
        }
      }),
    )}`
  }
  return chatIds
})

const end = begin + messages * minute

const program = Effect.gen(function* () {
  const chatIds = yield* fill
  const search = yield* Search
  const filters: Readonly<Record<string, SearchFilters>> = {
    none: {},
    role: { role: "user" },
    "last 7 days": { after: end - 7 * 24 * 60 * minute },
    "before the first week's end": { before: begin + 7 * 24 * 60 * minute },
    pinned: { pinned: true },
    folder: { folder: "Work" },
    "folder and role": { folder: "Work", role: "assistant" },
    "a folder with one chat": { folder: "Rare" },
    archived: { shelf: "archived" },
    trash: { shelf: "trash" },
    "one old chat": { chatId: chatIds[7] ?? ChatId.make("") },
  }
  const rows: Array<Record<string, string | number>> = []
  for (const [filter, it] of Object.entries(filters)) {
    for (const sought of ["common", "commo", "w1", "common w7ps", ""]) {
      const times: Array<number> = []
      let found = 0
      for (let at = 0; at < samples; at++) {
        const began = performance.now()
        found = (yield* search.find({ text: sought, limit: 50, filters: it })).length
        times.push(performance.now() - began)
      }
      times.sort((a, b) => a - b)
      rows.push({
        filter,
        sought,
        found,
        "p50 ms": Number(times[Math.floor(samples / 2)]?.toFixed(1)),
        "worst ms": Number(times.at(-1)?.toFixed(1)),
      })
    }
  }
  console.table(rows)
})

await Effect.runPromise(Effect.provide(program, TestApp))
