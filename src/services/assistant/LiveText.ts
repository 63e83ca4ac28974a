import { Effect, Option, Stream } from "effect"
import type { ReplyPiece } from "../../domain/assistant/Reply.ts"
import type { Delta } from "./Assistant.ts"

/** Between two pieces to one follower: about two frames of a screen. What comes meanwhile goes with the next piece. */
const pace = "33 millis"

/** The text of a reply while it is written: one adds to it, any number follow it, each at their own pace. */
export class LiveText {
  #text: string
  #thinking = ""
  #ended = false
  readonly #begun = Effect.unsafeMakeLatch()
  #touched = Effect.unsafeMakeLatch()

  /** @param begun what is there already, of a reply that goes on */
  constructor(begun: string) {
    this.#text = begun
  }

  get text(): string {
    return this.#text
  }

  /** Waits for the first text that is added. */
  get begun(): Effect.Effect<void> {
    return this.#begun.await
  }

  add({ kind, text }: Delta): void {
    if (kind === "text") {
      this.#text += text
      this.#begun.unsafeOpen()
    } else {
      this.#thinking += text
    }
    this.#tell()
  }

  end(): void {
    this.#ended = true
    this.#tell()
  }

  #tell(): void {
    const waiting = this.#touched
    this.#touched = Effect.unsafeMakeLatch()
    waiting.unsafeOpen()
  }

  /** All that is there, then what is added, until it ends. */
  get pieces(): Stream.Stream<ReplyPiece> {
    return Stream.suspend(() => {
      let from = 0
      let thought = 0
      let first = true
      const next = Effect.gen(this, function* () {
        if (!first) yield* Effect.sleep(pace)
        for (;;) {
          const touched = this.#touched
          const piece = { from, text: this.#text.slice(from), thinking: this.#thinking.slice(thought) }
          if (first || piece.text !== "" || piece.thinking !== "") {
            first = false
            from = this.#text.length
            thought = this.#thinking.length
            return piece
          }
          if (this.#ended) return yield* Effect.fail(Option.none())
          yield* touched.await
        }
      })
      return Stream.repeatEffectOption(next)
    })
  }
}
