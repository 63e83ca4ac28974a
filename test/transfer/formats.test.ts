import { assert, describe, it } from "@effect/vitest"
import { Either, FastCheck } from "effect"
import { formatOf } from "../../src/services/transfer/formats.ts"
import { makeGathering } from "../../src/services/transfer/gather.ts"
import {
  chatGptConversation,
  claudeChat,
  libreChatFlat,
  libreChatTree,
  openWebUiChat,
  tulips,
} from "./exportsOfOthers.ts"
import { spoilt } from "../support/junk.ts"

const now = 1_800_000_000_000

/** What becomes of one item of a file: its chat with its messages in the order in which they are added. */
const gathered = (value: unknown) => {
  const gathering = makeGathering("file.json")
  gathering.take({ file: "file.json", item: { _tag: "Text", text: JSON.stringify(value) } }, now)
  gathering.end(now)
  const rows = gathering.rows()
  return {
    chat: rows[0]?.of.chat,
    messages: rows.flatMap(({ message }) => (message === null ? [] : [message])),
    skipped: gathering.skipped(),
  }
}

const texts = (value: unknown) => gathered(value).messages.map(({ content, role }) => `${role}: ${content}`)

describe("an export of ChatGPT", () => {
  it("has the branch that is shown last, and every message after the one that it answers", () => {
    const { messages } = gathered(tulips)
    assert.deepStrictEqual(
      messages.map(({ key, parent }) => [key, parent]),
      [
        ["t1", null],
        ["t3", "t1"],
        ["t2", "t1"],
        ["t4", "t2"],
      ],
    )
  })

  it("leaves out what is hidden, empty or said to a tool, and what followed that follows what was before", () => {
    const chat = chatGptConversation("c", null, [
      { id: "s", parent: null, role: "system", text: "" },
      {
        id: "i",
        parent: "s",
        role: "system",
        text: "Speak plainly.",
        metadata: { is_visually_hidden_from_conversation: true },
      },
      { id: "u", parent: "i", role: "user", text: "What is two and two?\nAnd why?" },
      { id: "c", parent: "u", role: "assistant", text: "2+2", recipient: "python" },
      { id: "t", parent: "c", role: "tool", text: "4" },
      { id: "a", parent: "t", role: "assistant", text: "Four." },
    ])
    assert.deepStrictEqual(texts(chat), ["user: What is two and two?\nAnd why?", "assistant: Four."])
    const { chat: head, messages } = gathered(chat)
    assert.deepStrictEqual([head?.title, head?.systemPrompt], ["What is two and two?", "Speak plainly."])
    assert.strictEqual(messages[1]?.parent, "u")
  })

  it("shows where an answer was cut short, what it cites, and where a picture was", () => {
    const text = "See here and there."
    const cited = chatGptConversation("c", "Cited", [
      { id: "u", parent: null, role: "user", text: "Where?" },
      {
        id: "a",
        parent: "u",
        role: "assistant",
        text,
        metadata: {
          finish_details: { type: "interrupted" },
          citations: [
            { start_ix: 4, end_ix: 8, metadata: { type: "webpage", title: "H", url: "https://h.example" } },
            { start_ix: 13, end_ix: 18, metadata: { type: "webpage", title: "T", url: "https://t.example" } },
            { start_ix: 3, end_ix: 900, metadata: { type: "webpage", title: "X", url: "https://x.example" } },
          ],
        },
      },
    ])
    const { messages } = gathered(cited)
    assert.strictEqual(messages[1]?.content, "See [H](https://h.example) and [T](https://t.example).")
    assert.strictEqual(messages[1]?.status, "stopped")
    Object.assign(cited.mapping["u"] ?? {}, {
      message: {
        author: { role: "user" },
        content: {
          content_type: "multimodal_text",
          parts: [{ content_type: "image_asset_pointer" }, "This?"],
        },
      },
    })
    assert.strictEqual(texts(cited)[0], "user: [Image]\n\nThis?")
  })

  it("cuts a circle, and keeps what hangs in the air", () => {
    const chat = chatGptConversation("c", "Odd", [
      { id: "a", parent: "b", role: "user", text: "A" },
      { id: "b", parent: "a", role: "assistant", text: "B" },
      { id: "c", parent: "gone", role: "user", text: "C" },
    ])
    const { messages } = gathered(chat)
    assert.sameMembers(
      messages.map(({ key }) => key),
      ["a", "b", "c"],
    )
    const seen = new Set<string | null>([null])
    for (const { key, parent } of messages) {
      assert.isTrue(seen.has(parent))
      seen.add(key)
    }
  })

  it("with a chat that has lost its messages has the others, and says which one", () => {
    const gathering = makeGathering("f")
    for (const value of [
      { id: "x", title: "Lost", create_time: 1 },
      tulips,
      { ...tulips, mapping: 7, title: "Torn" },
    ]) {
      gathering.take({ file: "f", item: { _tag: "Text", text: JSON.stringify(value) } }, now)
    }
    gathering.end(now)
    assert.strictEqual(gathering.rows().length, 5)
    assert.sameDeepMembers(gathering.skipped(), [
      { file: "f", title: "Lost", reason: "broken" },
      { file: "f", title: "Torn", reason: "broken" },
    ])
  })
})

it("an export of Open WebUI has the tree, what was said without what was thought, and what the chat is", () => {
  assert.deepStrictEqual(texts(openWebUiChat), [
    "user: How much salt?",
    "assistant: A pinch.",
    "assistant: Two percent.",
  ])
  const { chat, messages } = gathered(openWebUiChat)
  assert.deepStrictEqual(
    [chat?.title, chat?.systemPrompt, chat?.model, chat?.pinned, chat?.archived, chat?.createdAt],
    ["Bread", "Answer as a baker.", "llama3.1:8b", true, true, 1_700_000_000_000],
  )
  assert.deepStrictEqual(
    messages.map(({ status }) => status),
    ["complete", "stopped", "complete"],
  )
  // an older export is the inner chat alone
  assert.deepStrictEqual(texts({ ...openWebUiChat.chat, id: "old" }).length, 3)
})

it("an export of LibreChat is read flat, as a tree, and without times", () => {
  assert.deepStrictEqual(texts(libreChatFlat), [
    "user: Which way is north?",
    "assistant: Up.",
    "assistant: Cut o",
  ])
  const flat = gathered(libreChatFlat)
  assert.deepStrictEqual(
    [flat.chat?.systemPrompt, flat.chat?.createdAt, flat.messages[2]?.status, flat.messages[1]?.model],
    ["Be short.", Date.parse("2024-02-01T10:00:00.000Z"), "stopped", "mistral-large"],
  )
  const tree = gathered(libreChatTree)
  assert.deepStrictEqual(
    tree.messages.map(({ key, parent }) => [key, parent]),
    [
      ["d1", null],
      ["d2", "d1"],
    ],
  )
})

it("an export of Claude has what was attached as text, and no call of a tool", () => {
  assert.deepStrictEqual(texts(claudeChat), [
    "user: [File: letter.txt]\n\n````\nDear ```all```\n````\n\nShorten this.",
    "assistant: Dear all",
  ])
  assert.strictEqual(gathered(claudeChat).chat?.createdAt, Date.parse("2024-03-01T08:00:00.000Z"))
})

it("a text that is longer than a message may be is several messages, and nothing of it is lost", () => {
  const long = "ä🙂".repeat(400_000)
  const chat = chatGptConversation("c", "Long", [
    { id: "u", parent: null, role: "user", text: long },
    { id: "a", parent: "u", role: "assistant", text: "Yes." },
  ])
  const { messages } = gathered(chat)
  const parts = messages.filter(({ role }) => role === "user")
  assert.strictEqual(parts.map(({ content }) => content).join(""), long)
  assert.isTrue(parts.every(({ content }) => Buffer.byteLength(content) <= 1_048_576))
  assert.strictEqual(messages.at(-1)?.parent, parts.at(-1)?.key)
})

const samples = [tulips, openWebUiChat, libreChatFlat, libreChatTree, claudeChat]
const sample = FastCheck.constantFrom<Array<unknown>>(...samples)

it.prop(
  "nothing that a file may hold makes a format throw, and what comes of it is a tree in order",
  [FastCheck.oneof(FastCheck.jsonValue(), spoilt(sample, FastCheck.jsonValue()))],
  ([value]) => {
    const format = formatOf(value)
    if (format !== undefined) assert.isTrue(Either.isEither(format.pieceIn(value)))
    const { chat, messages } = gathered(value)
    const seen = new Set<string | null>([null])
    for (const { content, createdAt, key, parent } of messages) {
      assert.isTrue(seen.has(parent))
      assert.isNotEmpty(content.trim())
      assert.isTrue(content.isWellFormed() && !content.includes("\u0000"))
      assert.isTrue(Number.isInteger(createdAt) && createdAt >= 0 && createdAt <= now)
      seen.add(key)
    }
    if (chat !== undefined) assert.isTrue(chat.title.trim() !== "" && chat.title.length <= 500)
  },
  { fastCheck: { numRuns: 1_000 } },
)
