import { Effect, Schema } from "effect"
import { Message } from "../../domain/Message.ts"
import { registerColumns } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"

export const MessageRecord = Schema.Struct({ ...Message.fields, ...registerColumns })

export class MessageRepo extends Effect.Service<MessageRepo>()("openchat/MessageRepo", {
  effect: makeRepo({ table: "message", schema: MessageRecord, key: "id" }),
}) {}
