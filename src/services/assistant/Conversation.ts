import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { ChatRow } from "../../domain/Chat.ts"
import type { MessageId } from "../../domain/Ids.ts"
import type { Role } from "../../domain/Message.ts"
import { utf8Bytes } from "../../domain/Text.ts"
import type { Parameters } from "../../domain/assistant/Provider.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import type { Request, Turn } from "./Assistant.ts"
import { Providers } from "./Providers.ts"
import { fitContext, type Sized } from "./fitContext.ts"

/** What goes on from a text that broke off. The text itself comes before it. */
const goOn =
  "Continue your last message exactly where it breaks off. Repeat nothing of it and add no introduction."

const assistant = (content: string): Turn => ({ role: "assistant", content })

interface Spoken extends Sized {
  readonly id: MessageId
}

/** What of a chat is sent to a model. */
export class Conversation extends Effect.Service<Conversation>()("openchat/Conversation", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const providers = yield* Providers

    /** The message and those above it that were not deleted, nearest first, without their texts. */
    const branch = (to: MessageId) =>
      sql<Spoken>`WITH RECURSIVE up(row_id, parent_id, place) AS (
          SELECT row_id, parent_id, 0 FROM message WHERE id = ${to}
          UNION ALL
          SELECT m.row_id, m.parent_id, up.place + 1 FROM up JOIN message m ON m.id = up.parent_id
        )
        SELECT m.id, m.role, octet_length(m.content) AS bytes
        FROM up JOIN message m ON m.row_id = up.row_id WHERE m.deleted_at IS NULL ORDER BY up.place`

    const textsOf = (ids: ReadonlyArray<MessageId>) =>
      // one parameter, however many they are
      sql<{ id: MessageId; role: Role; content: string }>`
        SELECT id, role, content FROM message WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

    /**
     * The branch that ends with the message, oldest first, below the chat's system prompt, and how many messages at its
     * beginning do not fit.
     */
    const turns = Effect.fn("Conversation.turns")(function* (
      { systemPrompt }: Pick<ChatRow, "systemPrompt">,
      to: MessageId,
      { contextTokens, maxTokens }: Parameters,
    ) {
      const spoken = yield* branch(to)
      const systemBytes = systemPrompt === null ? 0 : utf8Bytes(systemPrompt)
      const fitting = fitContext(spoken, { contextTokens, maxTokens, systemBytes })
      const ids = spoken.slice(0, fitting).map(({ id }) => id)
      const texts = new Map((yield* textsOf(ids)).map((row) => [row.id, row]))
      const turns: Array<Turn> = systemPrompt === null ? [] : [{ role: "system", content: systemPrompt }]
      for (const id of ids.toReversed()) {
        const row = texts.get(id)
        if (row !== undefined) turns.push({ role: row.role, content: row.content })
      }
      return { turns, cut: spoken.length - fitting }
    }, withStorageErrors)

    /**
     * What is sent for a reply to a message.
     *
     * @param begun what there is of the reply already, to be gone on with
     */
    const request = Effect.fn("Conversation.request")(function* (
      chat: Pick<ChatRow, "model" | "systemPrompt">,
      to: MessageId,
      begun: string,
    ) {
      const { connection, model, parameters } = yield* providers.answering(chat.model)
      const { cut, turns: said } = yield* turns(chat, to, parameters)
      const turnsOfReply: ReadonlyArray<Turn> =
        begun === "" ? [] : [assistant(begun), { role: "user", content: goOn }]
      const request: Request = { connection, model, parameters, turns: [...said, ...turnsOfReply] }
      return { request, cut }
    })

    return { request } as const
  }),
}) {}
