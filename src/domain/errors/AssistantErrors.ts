import { Schema } from "effect"

/** Nothing is there that could answer. Cure: connecting a model. */
export class NoModel extends Schema.TaggedError<NoModel>()("NoModel", {}) {
  override get message() {
    return "No model is connected, so nothing answers yet. Your message is saved."
  }
}

/** Nothing answers at the address. Cure: starting what should be there, or another address. */
export class ModelUnreachable extends Schema.TaggedError<ModelUnreachable>()("ModelUnreachable", {
  /** Without user, password or query. */
  url: Schema.String,
}) {
  override get message() {
    return `Nothing answers at ${this.url}.`
  }
}

/** Something is there, and the browser keeps this page from it. Cure: allowing it, or going through the own server. */
export class ModelBlocked extends Schema.TaggedError<ModelBlocked>()("ModelBlocked", {
  url: Schema.String,
  by: Schema.Literal("cors", "local-network", "mixed-content"),
}) {
  override get message() {
    switch (this.by) {
      case "cors":
        return `What answers at ${this.url} does not allow this page to read it.`
      case "local-network":
        return `The browser does not let this page speak to ${this.url} in your network.`
      case "mixed-content":
        return `A page that came over https may not speak to ${this.url}, which is not encrypted.`
    }
  }
}

/** The key is missing, wrong, or may not do this. Cure: another key. */
export class ModelUnauthorized extends Schema.TaggedError<ModelUnauthorized>()("ModelUnauthorized", {}) {
  override get message() {
    return "The provider did not accept the key."
  }
}

/** The provider has no model of that name. Cure: another model. */
export class ModelUnknown extends Schema.TaggedError<ModelUnknown>()("ModelUnknown", {
  model: Schema.String,
}) {
  override get message() {
    return `The provider has no model named "${this.model}".`
  }
}

/** The provider has had enough requests for now. Cure: waiting for as long as it says. */
export class ModelBusy extends Schema.TaggedError<ModelBusy>()("ModelBusy", {
  /** Milliseconds. */
  retryAfter: Schema.Int,
}) {
  override get message() {
    return `The provider takes no more requests for ${Math.ceil(this.retryAfter / 1_000)} seconds.`
  }
}

/** The conversation does not fit into what the model reads at once. Cure: a smaller budget. */
export class ContextTooLong extends Schema.TaggedError<ContextTooLong>()("ContextTooLong", {}) {
  override get message() {
    return "The conversation is longer than the model can read at once."
  }
}

/** The provider would not let the reply through. What had arrived is kept. Cure: other words. */
export class ReplyFiltered extends Schema.TaggedError<ReplyFiltered>()("ReplyFiltered", {}) {
  override get message() {
    return "The provider's filter stopped the reply."
  }
}

/** The reply ended before it was finished. What had arrived is kept. Cure: continuing it. */
export class ReplyCutOff extends Schema.TaggedError<ReplyCutOff>()("ReplyCutOff", {
  /**
   * `connection`: it broke. `silence`: nothing came for too long. `length`: the model wrote as much as it may.
   * `size`: a message holds no more. `closed`: the page or its worker ended.
   */
  reason: Schema.Literal("connection", "silence", "length", "size", "closed"),
}) {
  override get message() {
    switch (this.reason) {
      case "connection":
        return "The connection to the model broke before the reply was finished."
      case "silence":
        return "The model said nothing for too long."
      case "length":
        return "The model wrote as much as it may in one reply."
      case "size":
        return "The reply is as long as a message can be."
      case "closed":
        return "OpenChat was closed before the reply was finished."
    }
  }
}

/** The provider failed, or answered something that is no reply. Cure: asking again. */
export class ModelFailed extends Schema.TaggedError<ModelFailed>()("ModelFailed", {
  /** Of HTTP; null if the failure came in the middle of a reply. */
  status: Schema.NullOr(Schema.Int),
  /** In the provider's own words, cut short. */
  detail: Schema.String,
}) {
  override get message() {
    const status = this.status === null ? "" : ` (${this.status})`
    return `The provider failed${status}: ${this.detail}`
  }
}

export const AssistantError = Schema.Union(
  NoModel,
  ModelUnreachable,
  ModelBlocked,
  ModelUnauthorized,
  ModelUnknown,
  ModelBusy,
  ContextTooLong,
  ReplyFiltered,
  ReplyCutOff,
  ModelFailed,
)
export type AssistantError = typeof AssistantError.Type
