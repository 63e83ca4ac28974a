import { Context, Effect, Layer, type Redacted, Stream } from "effect"
import type { Parameters, ProviderKind } from "../../domain/assistant/Provider.ts"
import { type AssistantError, NoModel } from "../../domain/errors/AssistantErrors.ts"
import type { Role } from "../../domain/Message.ts"

/** Where a model is, and how to get in. */
export interface Connection {
  readonly kind: ProviderKind
  /** Up to `/v1`, without a slash at its end. */
  readonly baseUrl: string
  readonly key: Redacted.Redacted<string> | null
}

export interface Turn {
  readonly role: Role
  readonly content: string
}

export interface Request {
  readonly connection: Connection
  readonly model: string
  readonly parameters: Parameters
  /** Oldest first. Where the last is the assistant's, the reply goes on from there. */
  readonly turns: ReadonlyArray<Turn>
}

/**
 * What comes while a reply is being written: of its text, or of what the model thinks before it. Text that a database
 * takes: no NUL, and no half of a surrogate pair, also not at an end.
 */
export interface Delta {
  readonly kind: "text" | "thinking"
  readonly text: string
}

/** A model that answers. The stream ends well only where the model said that it had finished. */
export class Assistant extends Context.Tag("openchat/Assistant")<
  Assistant,
  {
    readonly reply: (request: Request) => Stream.Stream<Delta, AssistantError>
    /** The names of its models, in the provider's order. */
    readonly models: (connection: Connection) => Effect.Effect<ReadonlyArray<string>, AssistantError>
  }
>() {
  /** Nothing answers. */
  static readonly layerNone = Layer.succeed(Assistant, {
    reply: () => Stream.fail(new NoModel()),
    models: () => new NoModel(),
  })

  /** Answers as it is told to: for tests. */
  static readonly layerScripted = (
    reply: (request: Request) => Stream.Stream<Delta, AssistantError>,
    models: ReadonlyArray<string> = ["scripted"],
  ) => Layer.succeed(Assistant, { reply, models: () => Effect.succeed(models) })
}
