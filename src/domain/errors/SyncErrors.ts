import { Schema } from "effect"

/** The server cannot be reached. Cure: waiting for the network. */
export class Offline extends Schema.TaggedError<Offline>()("Offline", { detail: Schema.String }) {
  override get message() {
    return "The server cannot be reached. Changes are kept here until it can."
  }
}

/** Something passing went wrong at the server. Cure: waiting. */
export class Transient extends Schema.TaggedError<Transient>()("Transient", { detail: Schema.String }) {
  override get message() {
    return "The server had a problem."
  }
}

/** The session has ended. Cure: signing in. */
export class NeedsAuth extends Schema.TaggedError<NeedsAuth>()("NeedsAuth", {}) {
  override get message() {
    return "The session has ended. Nothing is lost meanwhile."
  }
}

/** Signing in or up did not work. Nothing was changed. Cure: other input. */
export class AccountRefused extends Schema.TaggedError<AccountRefused>()("AccountRefused", {
  reason: Schema.Literal("wrong-password", "email-taken", "invalid-email", "weak-password", "other"),
  detail: Schema.String,
}) {
  override get message() {
    switch (this.reason) {
      case "wrong-password":
        return "There is no account with that email and password."
      case "email-taken":
        return "There is an account with that email already. Sign in instead."
      case "invalid-email":
        return "That is not an email address."
      case "weak-password":
        return "That password is too short: at least 8 characters, please."
      case "other":
        return `The server did not accept that: ${this.detail}.`
    }
  }
}

/** The account may not do this. Cure: none here. */
export class Forbidden extends Schema.TaggedError<Forbidden>()("Forbidden", { detail: Schema.String }) {
  override get message() {
    return "This account is not allowed to do that."
  }
}

/** The server will never take this change. It is kept and shown, and the queue goes on. Cure: the person's choice. */
export class EventRefused extends Schema.TaggedError<EventRefused>()("EventRefused", {
  eventId: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `The server refused a change: ${this.reason}. It is kept on this device.`
  }
}

/** An event is missing before this one. Cure: sending from the number that the server expects. */
export class NumberGap extends Schema.TaggedError<NumberGap>()("NumberGap", {
  expected: Schema.Int,
  received: Schema.Int,
}) {
  override get message() {
    return `The server expects change ${this.expected} and got ${this.received}.`
  }
}

/** This device was away longer than the server keeps history. Cure: a fresh snapshot; the outbox stays. */
export class MustResnapshot extends Schema.TaggedError<MustResnapshot>()("MustResnapshot", {
  oldest: Schema.Int,
}) {
  override get message() {
    return "This device was away for long and is loading everything anew. Unsent changes are kept."
  }
}

/** Another server answers, or an older copy of it. Cure: the person's choice. */
export class EpochMismatch extends Schema.TaggedError<EpochMismatch>()("EpochMismatch", {
  known: Schema.String,
  found: Schema.String,
}) {
  override get message() {
    return "The server was restored or replaced. Until you choose how to go on, nothing is sent or deleted."
  }
}

/** The device's clock is wrong. Cure: the device corrects its readings by the offset. */
export class ClockSkew extends Schema.TaggedError<ClockSkew>()("ClockSkew", {
  /** Milliseconds by which the device is ahead of the server. */
  offset: Schema.Int,
}) {
  override get message() {
    return `This device's clock is ${Math.round(Math.abs(this.offset) / 60_000)} minutes ${this.offset > 0 ? "fast" : "slow"}.`
  }
}

/**
 * One side speaks a version that the other does not take. Nothing is sent and nothing is lost. Cure: an update of that
 * side; the device asks a server that is too old again by itself.
 */
export class ProtocolTooOld extends Schema.TaggedError<ProtocolTooOld>()("ProtocolTooOld", {
  /** Which one is too old. */
  side: Schema.Literal("client", "server"),
  /** The newest version that it speaks. */
  spoken: Schema.Int,
  /** The oldest version that the other one takes. */
  oldest: Schema.Int,
}) {
  override get message() {
    return this.side === "client"
      ? "This OpenChat is too old for the server. Nothing is lost."
      : "The server is too old for this OpenChat. Changes are kept here until the server is updated."
  }
}

/** The server has too much to do. Cure: waiting for as long as it says. */
export class ServerOverloaded extends Schema.TaggedError<ServerOverloaded>()("ServerOverloaded", {
  /** Milliseconds. */
  retryAfter: Schema.Int,
}) {
  override get message() {
    return "The server is busy."
  }
}

export const SyncError = Schema.Union(
  Offline,
  Transient,
  NeedsAuth,
  AccountRefused,
  Forbidden,
  EventRefused,
  NumberGap,
  MustResnapshot,
  EpochMismatch,
  ClockSkew,
  ProtocolTooOld,
  ServerOverloaded,
)
export type SyncError = typeof SyncError.Type
