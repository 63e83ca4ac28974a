import { Schema } from "effect"

/** The thing is not on this device. Cure: none; the page goes elsewhere. */
export class NotFound extends Schema.TaggedError<NotFound>()("NotFound", {
  entity: Schema.Literal(
    "user",
    "chat",
    "message",
    "device",
    "sync_config",
    "sync_event",
    "conflict",
    "provider",
  ),
  id: Schema.String,
}) {
  override get message() {
    return `That ${this.entity.replace("_", " ")} is not on this device.`
  }
}

/** What was given breaks the contract. Nothing was changed. Cure: other input. */
export class InvalidInput extends Schema.TaggedError<InvalidInput>()("InvalidInput", {
  issues: Schema.Array(Schema.Struct({ path: Schema.String, problem: Schema.String })),
}) {
  override get message() {
    const [first] = this.issues
    return first === undefined
      ? "That cannot be saved."
      : `That cannot be saved: the ${first.path === "" ? "input" : first.path} ${first.problem}.`
  }
}

/** A text is larger than any device would take. Nothing was changed. Cure: a shorter text. */
export class PayloadTooLarge extends Schema.TaggedError<PayloadTooLarge>()("PayloadTooLarge", {
  /** UTF-8 bytes. */
  bytes: Schema.Int,
  limit: Schema.Int,
}) {
  override get message() {
    // rounded up, so that what is a byte too long does not look as if it fitted
    const mebibytes = (bytes: number) => `${(Math.ceil((bytes / 1_048_576) * 100) / 100).toFixed(2)} MB`
    return `That text is too long: ${mebibytes(this.bytes)}, at most ${mebibytes(this.limit)} fit in a message.`
  }
}

export const InputError = Schema.Union(NotFound, InvalidInput, PayloadTooLarge)
export type InputError = typeof InputError.Type
