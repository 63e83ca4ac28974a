import { Context, Effect, Layer, Stream } from "effect"

/**
 * What the browser believes of the network. It is often wrong, so it only ever hurries sync or explains a failure:
 * whether the server can be reached is known by asking it.
 */
export class NetworkStatus extends Context.Tag("openchat/NetworkStatus")<
  NetworkStatus,
  {
    /** False only if there is certainly no network. */
    readonly seemsOnline: Effect.Effect<boolean>
    /** Whenever asking the server again is worth while: the network came back, the machine woke up. */
    readonly returns: Stream.Stream<void>
  }
>() {
  static readonly layerBrowser = Layer.sync(NetworkStatus, () => ({
    seemsOnline: Effect.sync(() => navigator.onLine),
    returns: Stream.merge(heard("online"), woken),
  }))

  /** A network that says nothing. */
  static readonly layerTest = Layer.succeed(NetworkStatus, {
    seemsOnline: Effect.succeed(true),
    returns: Stream.never,
  })
}

const heard = (name: string): Stream.Stream<void> =>
  Stream.asyncPush<void>((emit) =>
    Effect.acquireRelease(
      Effect.sync(() => {
        const listener = () => void emit.single(undefined)
        globalThis.addEventListener(name, listener)
        return listener
      }),
      (listener) => Effect.sync(() => globalThis.removeEventListener(name, listener)),
    ),
  )

/** Milliseconds between two looks at the clock. */
const look = 10_000

/** A timer that comes much too late means that the machine slept. */
const woken: Stream.Stream<void> = Stream.repeatEffect(
  Effect.gen(function* () {
    const before = Date.now()
    yield* Effect.sleep(look)
    return Date.now() - before > look * 2
  }),
).pipe(
  Stream.filter((slept) => slept),
  Stream.map(() => undefined),
)
