import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import type { SearchFilters } from "../../src/domain/search/SearchFilters.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Search } from "../../src/services/search/Search.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

let event = 0
const eventId = () => eventIdOf(event++)

const chat = (n: number, title: string, folder: string | null = null): MutationInput => ({
  _tag: "CreateChat",
  eventId: eventId(),
  chatId: chatIdOf(n),
  title,
  folder,
  createdAt: n * 1_000,
})

const message = (n: number, at: number, role: "user" | "assistant", content: string): MutationInput => ({
  _tag: "AddMessage",
  eventId: eventId(),
  chatId: chatIdOf(n),
  messageId: messageIdOf(at),
  role,
  content,
  createdAt: at,
})

const update = (
  n: number,
  patch: { readonly pinned?: boolean; readonly archived?: boolean },
): MutationInput => ({
  _tag: "UpdateChat",
  eventId: eventId(),
  chatId: chatIdOf(n),
  patch,
})

/** Four chats that all speak of whales: pinned, in a folder, archived, and in the trash. */
const filled = Effect.gen(function* () {
  yield* wipe
  const mutations = yield* Mutations
  yield* mutations.apply([
    chat(0, "Whales pinned"),
    message(0, 100, "user", "a whale"),
    message(0, 200, "assistant", "the whale answers"),
    update(0, { pinned: true }),
    chat(1, "Whales at work", "Work"),
    message(1, 1_100, "user", "whale work"),
    chat(2, "Whales archived", "Work"),
    message(2, 2_100, "assistant", "old whale"),
    update(2, { archived: true }),
    chat(3, "Whales thrown away"),
    message(3, 3_100, "user", "gone whale"),
    { _tag: "DeleteChat", eventId: eventId(), chatId: chatIdOf(3) },
  ])
})

const inOrder = (a: string, b: string) => (a < b ? -1 : 1)

/** What is found, by the titles of chats and the times of messages. */
const found = (filters: SearchFilters, text = "whale") =>
  Effect.map(
    Effect.flatMap(Search, (it) => it.find({ text, limit: 100, filters })),
    (hits) =>
      hits
        .map(({ createdAt, messageId, title }) => (messageId === null ? title : String(createdAt)))
        .toSorted(inOrder),
  )

const [pinned, work, archived, thrown] = [
  "Whales pinned",
  "Whales at work",
  "Whales archived",
  "Whales thrown away",
]

layer(TestApp)("a filtered search", (it) => {
  const finds = (
    name: string,
    filters: SearchFilters,
    expected: ReadonlyArray<string | number>,
    text?: string,
  ) =>
    it.effect(name, () =>
      Effect.gen(function* () {
        yield* filled
        assert.deepStrictEqual(yield* found(filters, text), expected.map(String).toSorted(inOrder))
      }),
    )

  finds("leaves the trash out if it is not asked for", {}, [100, 200, 1_100, 2_100, pinned, work, archived])
  finds("takes the messages of one speaker, and no titles", { role: "assistant" }, [200, 2_100])
  finds("takes pinned chats", { pinned: true }, [100, 200, pinned])
  finds("takes a folder, archived chats too", { folder: "Work" }, [1_100, 2_100, work, archived])
  finds("takes a folder without what was archived", { folder: "Work", shelf: "active" }, [1_100, work])
  finds("takes what was archived", { shelf: "archived" }, [2_100, archived])
  finds("takes the trash, which no index of titles has", { shelf: "trash" }, [3_100, thrown])
  finds("takes everything", { shelf: "everywhere" }, [
    100,
    200,
    1_100,
    2_100,
    3_100,
    pinned,
    work,
    archived,
    thrown,
  ])
  finds("takes one conversation, and not its title", { chatId: chatIdOf(0) }, [100, 200])
  finds("begins at a time and ends before another", { after: 200, before: 2_100 }, [
    200,
    1_100,
    pinned,
    work,
    archived,
  ])
  finds(
    "lists the chats that the filters leave while there is no word",
    { folder: "Work" },
    [work, archived],
    "",
  )
  finds("lists nothing without a word and without a filter", {}, [], "")
  finds("has every word occur in titles of the trash too", { shelf: "trash" }, [thrown], "thrown whales")
  finds("finds nothing where nothing is", { folder: "Nowhere" }, [])
})
