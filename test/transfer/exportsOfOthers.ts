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
  mapping: {
    root: { id: "root", parent: null, children: [], message: null },
    ...Object.fromEntries(
      turns.map((turn, index) => [
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
    ),
  },
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
