/** Chats in the forms in which other applications export them. Written for these tests. */

interface Turn {
  readonly id: string
  readonly parent: string | null
  readonly role: "system" | "user" | "assistant" | "tool"
  readonly text: string
  readonly at?: number
  readonly metadata?: object
  readonly recipient?: string
}

/** Seconds. */
const start = 1_700_000_000

export const chatGptConversation = (
  id: string,
  title: string | null,
  turns: ReadonlyArray<Turn>,
  more: object = {},
) => ({
  id,
  conversation_id: id,
  title,
  create_time: start + 0.25,
  update_time: start + 100,
  default_model_slug: "gpt-4o",
  current_node: turns.at(-1)?.id,
  mapping: Object.fromEntries<object>([
    ["root", { id: "root", parent: null, children: [], message: null }],
    ...turns.map((turn, index): [string, object] => [
      turn.id,
      {
        id: turn.id,
        parent: turn.parent ?? "root",
        children: [],
        message: {
          id: turn.id,
          author: { role: turn.role, name: null, metadata: {} },
          create_time: turn.at ?? start + index,
          content: { content_type: "text", parts: [turn.text] },
          status: "finished_successfully",
          recipient: turn.recipient ?? "all",
          metadata: turn.metadata ?? {},
        },
      },
    ]),
  ]),
  ...more,
})

/** A question, two answers to it, of which the first is shown, and what followed that one. */
export const tulips = chatGptConversation("c-tulips", "Tulips", [
  { id: "t1", parent: null, role: "user", text: "When are tulips planted?" },
  { id: "t3", parent: "t1", role: "assistant", text: "In spring." },
  { id: "t2", parent: "t1", role: "assistant", text: "In autumn.", metadata: { model_slug: "gpt-5" } },
  { id: "t4", parent: "t2", role: "user", text: "How deep?" },
])

/** Some chats of a few turns each. */
export const manyConversations = (count: number, turns = 4) =>
  Array.from({ length: count }, (_, n) =>
    chatGptConversation(
      `c-${n}`,
      `Chat ${n}`,
      Array.from({ length: turns }, (_, turn) => ({
        id: `m-${n}-${turn}`,
        parent: turn === 0 ? null : `m-${n}-${turn - 1}`,
        role: turn % 2 === 0 ? ("user" as const) : ("assistant" as const),
        text: `Turn ${turn} of chat ${n}`,
      })),
    ),
  )

export const openWebUiChat = {
  id: "ow-1",
  user_id: "u",
  title: "Bread",
  created_at: start,
  updated_at: start + 9,
  archived: true,
  pinned: true,
  meta: { tags: ["baking"] },
  folder_id: null,
  chat: {
    title: "Bread",
    models: ["llama3.1:8b"],
    system: "Answer as a baker.",
    history: {
      currentId: "b2",
      messages: {
        b2: {
          id: "b2",
          parentId: "b1",
          childrenIds: [],
          role: "assistant",
          content:
            '<details type="reasoning" done="true"><summary>Thought</summary>Hm, salt.</details>\nTwo percent.',
          timestamp: start + 2,
          model: "llama3.1:8b",
        },
        b3: {
          id: "b3",
          parentId: "b1",
          childrenIds: [],
          role: "assistant",
          content: "",
          output: [
            { type: "reasoning", content: [{ type: "output_text", text: "Hm." }] },
            { type: "message", content: [{ type: "output_text", text: "A pinch." }] },
          ],
          timestamp: start + 1,
          done: false,
        },
        b1: {
          id: "b1",
          parentId: null,
          childrenIds: ["b3", "b2"],
          role: "user",
          content: "How much salt?",
          timestamp: start,
        },
      },
    },
  },
}

const libreMessage = (id: string, parent: string, isUser: boolean, text: string, more: object = {}) => ({
  messageId: id,
  parentMessageId: parent,
  conversationId: "lc",
  sender: isUser ? "User" : "Assistant",
  isCreatedByUser: isUser,
  model: isUser ? null : "mistral-large",
  text,
  ...more,
})

const noParent = "00000000-0000-0000-0000-000000000000"

export const libreChatFlat = {
  conversationId: "lc-flat",
  endpoint: "mistral",
  title: "Maps",
  exportAt: "Mon",
  branches: true,
  recursive: false,
  options: { model: "mistral-large", promptPrefix: "Be short." },
  messages: [
    libreMessage("l1", noParent, true, "Which way is north?", { createdAt: "2024-02-01T10:00:00.000Z" }),
    libreMessage("l2", "l1", false, "", {
      createdAt: "2024-02-01T10:00:05.000Z",
      content: [
        { type: "think", think: "hm" },
        { type: "text", text: "Up." },
      ],
    }),
    libreMessage("l3", "l1", false, "Cut o", { unfinished: true }),
  ],
}

export const libreChatTree = {
  conversationId: "lc-tree",
  title: "Tides",
  recursive: true,
  options: { model: "mistral-large", promptPrefix: null },
  messagesTree: [
    {
      ...libreMessage("d1", noParent, true, "Why do tides come twice?"),
      children: [{ ...libreMessage("d2", "d1", false, "There are two bulges."), children: [] }],
    },
  ],
}

export const claudeChat = {
  uuid: "cl-1",
  name: "Letters",
  created_at: "2024-03-01T08:00:00.000000Z",
  updated_at: "2024-03-01T09:00:00.000000Z",
  account: { uuid: "a" },
  chat_messages: [
    {
      uuid: "k1",
      sender: "human",
      text: "Shorten this.",
      content: [{ type: "text", text: "Shorten this." }],
      created_at: "2024-03-01T08:00:01.000000Z",
      attachments: [{ file_name: "letter.txt", file_type: "txt", extracted_content: "Dear ```all```" }],
      files: [],
    },
    {
      uuid: "k2",
      sender: "assistant",
      text: "",
      content: [
        { type: "tool_use", name: "repl", input: {} },
        { type: "tool_result", content: [] },
        { type: "text", text: "Dear all" },
      ],
      created_at: "2024-03-01T08:00:02.000000Z",
    },
  ],
}
