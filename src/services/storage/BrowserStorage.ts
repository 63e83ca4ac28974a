import { Context, Effect, Layer } from "effect"

/** What a browser says about the room it gives. */
export class BrowserStorage extends Context.Tag("openchat/BrowserStorage")<
  BrowserStorage,
  {
    /** Whether it promised not to evict. */
    readonly persisted: Effect.Effect<boolean>
    /** Bytes, null where unknown. */
    readonly estimate: Effect.Effect<{ readonly usage: number | null; readonly quota: number | null }>
  }
>() {
  static readonly layer = Layer.succeed(BrowserStorage, {
    persisted: Effect.promise(() => navigator.storage?.persisted?.() ?? Promise.resolve(false)),
    estimate: Effect.promise(async () => {
      const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {}
      return { usage: usage ?? null, quota: quota ?? null }
    }),
  })

  static readonly layerTest = Layer.succeed(BrowserStorage, {
    persisted: Effect.succeed(false),
    estimate: Effect.succeed({ usage: null, quota: null }),
  })
}
