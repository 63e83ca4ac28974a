import { createWriteStream } from "node:fs"
import { once } from "node:events"

/** A generator of numbers in [0, 1) that gives the same ones each time: mulberry32. */
const makeRandom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const syllables = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu ster ning tion ment".split(" ")

/** As many different words as a person's chats have, the common ones far more often. */
const makeWords = (random: () => number) => {
  const all = Array.from({ length: 20_000 }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => syllables[Math.floor(random() * syllables.length)],
    ).join(""),
  )
  return () => all[Math.floor(all.length * random() ** 4)] ?? "a"
}

const start = 1_600_000_000

/** A conversation as ChatGPT exports it, with what it says beside the text. */
const conversation = (n: number, random: () => number, word: () => string) => {
  const turns = 2 + 2 * Math.floor(random() * 12)
  const id = `conversation-${n}`
  const text = (bytes: number) => {
    let made = ""
    while (made.length < bytes) made += `${word()} `
    return made
  }
  const nodes = Array.from({ length: turns }, (_, turn) => {
    const isUser = turn % 2 === 0
    const message = {
      id: `${id}-${turn}`,
      author: { role: isUser ? "user" : "assistant", name: null, metadata: {} },
      create_time: start + n * 1_000 + turn,
      update_time: null,
      content: { content_type: "text", parts: [text((isUser ? 300 : 2_400) * random())] },
      status: "finished_successfully",
      end_turn: true,
      weight: 1,
      metadata: {
        model_slug: "gpt-4o",
        default_model_slug: "gpt-4o",
        parent_id: `${id}-${turn - 1}`,
        request_id: "0123456789abcdef-AMS",
        timestamp_: "absolute",
        message_type: null,
        finish_details: { type: "stop", stop_tokens: [200_002] },
        citations: [],
        content_references: [],
        serialization_metadata: { custom_symbol_offsets: [] },
        safe_urls: [],
        paragen_variants_info: null,
      },
      recipient: "all",
      channel: null,
    }
    return [
      message.id,
      {
        id: message.id,
        parent: turn === 0 ? "root" : `${id}-${turn - 1}`,
        children: [`${id}-${turn + 1}`],
        message,
      },
    ] as const
  })
  return {
    turns,
    json: JSON.stringify({
      id,
      conversation_id: id,
      title: text(30).trim(),
      create_time: start + n * 1_000,
      update_time: start + n * 1_000 + turns,
      mapping: Object.fromEntries([
        ["root", { id: "root", parent: null, children: [], message: null }],
        ...nodes,
      ]),
      current_node: `${id}-${turns - 1}`,
      is_archived: false,
      moderation_results: [],
      default_model_slug: "gpt-4o",
    }),
  }
}

/** Writes a file of at least that many bytes. Answers how many chats and messages are in it. */
export const writeChatFile = async (path: string, bytes: number) => {
  const random = makeRandom(7)
  const word = makeWords(random)
  const file = createWriteStream(path)
  let [written, chats, messages] = [1, 0, 0]
  file.write("[")
  while (written < bytes) {
    const { json, turns } = conversation(chats, random, word)
    const piece = chats === 0 ? json : `,${json}`
    written += piece.length
    chats += 1
    messages += turns
    if (!file.write(piece)) await once(file, "drain")
  }
  file.end("]")
  await once(file, "close")
  return { bytes: written + 1, chats, messages }
}
