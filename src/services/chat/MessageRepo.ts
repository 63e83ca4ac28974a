import { Effect, Schema } from "effect"
import { Message } from "../../domain/Message.ts"
import { Clocks } from "../../domain/Scalars.ts"
import { makeRepo } from "../database/makeRepo.ts"

const MessageRecord = Schema.Struct({ ...Message.fields, clocks: Schema.parseJson(Clocks) })

export class MessageRepo extends Effect.Service<MessageRepo>()("openchat/MessageRepo", {
  effect: makeRepo({ table: "message", schema: MessageRecord, key: "id" }),
}) {}
