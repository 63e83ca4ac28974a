import { Effect, Stream } from "effect"
import { type AssistantError, type ModelBusy, ReplyCutOff } from "../../domain/errors/AssistantErrors.ts"
import { maxContentBytes, utf8Bytes } from "../../domain/Text.ts"
import type { Delta } from "./Assistant.ts"
import type { LiveText } from "./LiveText.ts"

/** How often a busy provider is asked again by itself, and the longest wait for it, in milliseconds. */
const retries = 3
const longestWait = 60_000

/**
 * Adds what comes to the text of the reply, as far as a message can hold it. A busy provider is asked again, unless
 * something has come already or it wants to be left alone for long.
 *
 * @param wait rests for as long as the provider says, and shows it
 */
export const askModel = <E>(
  reply: Stream.Stream<Delta, AssistantError>,
  live: LiveText,
  wait: (error: ModelBusy) => Effect.Effect<void, E>,
): Effect.Effect<void, AssistantError | E> => {
  const begun = live.text
  let bytes = utf8Bytes(begun)
  const take = (delta: Delta): Effect.Effect<void, AssistantError> => {
    bytes += delta.kind === "text" ? utf8Bytes(delta.text) : 0
    if (bytes > maxContentBytes) return new ReplyCutOff({ reason: "size" })
    return Effect.sync(() => live.add(delta))
  }
  const attempt = (left: number): Effect.Effect<void, AssistantError | E> =>
    Effect.catchTag(Stream.runForEach(reply, take), "ModelBusy", (error) =>
      left === 0 || error.retryAfter > longestWait || live.text !== begun
        ? Effect.fail(error)
        : Effect.zipRight(wait(error), attempt(left - 1)),
    )
  return attempt(retries)
}
