import { Context, Effect, Layer } from "effect"

/** Whether a page may speak to the person's network. `unknown`: the browser has no such question. */
export type Permission = "granted" | "denied" | "prompt" | "unknown"

/** Where an address leads, as far as it says so itself. */
export type AddressSpace = "loopback" | "local" | "public"

/** What only a browser knows of why a request failed: it hides the reason from the page. */
export class BrowserNetwork extends Context.Tag("openchat/BrowserNetwork")<
  BrowserNetwork,
  {
    /** Where the page is from. */
    readonly pageOrigin: string
    /** Whether anything answers there, which a browser also tells of what the page may not read. */
    readonly answers: (url: string) => Effect.Effect<boolean>
    readonly mayReach: (space: "loopback" | "local") => Effect.Effect<Permission>
  }
>() {
  static readonly layerBrowser = Layer.sync(BrowserNetwork, () => ({
    pageOrigin: globalThis.location.origin,
    answers: (url) =>
      Effect.tryPromise((signal) =>
        fetch(url, { mode: "no-cors", credentials: "omit", cache: "no-store", signal }),
      ).pipe(Effect.timeout(patience), Effect.match({ onFailure: () => false, onSuccess: () => true })),
    mayReach: (space) =>
      Effect.orElseSucceed(
        Effect.firstSuccessOf(names[space].map((name) => asked(name))),
        () => "unknown" as const,
      ),
  }))

  /** A page on this machine behind which there is no browser. */
  static readonly layerTest = Layer.succeed(BrowserNetwork, {
    pageOrigin: "http://localhost:3000",
    answers: () => Effect.succeed(false),
    mayReach: () => Effect.succeed("unknown"),
  })
}

/** Milliseconds for an answer whose content does not matter. */
const patience = 5_000

/** Chrome 145 made two permissions of the one that 142 brought. */
const names = {
  loopback: ["loopback-network", "local-network-access"],
  local: ["local-network", "local-network-access"],
} as const

const asked = (name: string) =>
  Effect.tryPromise(async () => {
    // the names are newer than the types
    const query: Permissions["query"] = navigator.permissions.query.bind(navigator.permissions)
    const { state } = await Reflect.apply(query, undefined, [{ name }])
    return state
  })
