import { placeOf } from "./places.mjs"

/** Where effects become promises and fibres: once per process, and once for the page. */
const edges = ["src/ui/client/runtime.ts", "src/worker/main.ts", "src/server/main.ts"]

const runs =
  /^(Effect\.run(Sync|Promise|Fork|Callback)\w*|ManagedRuntime\.make|(Node|Browser)Runtime\.runMain)$/

/**
 * A service that needs a callback takes `Effect.runtime` and `Runtime.runFork`, or `FiberSet.makeRuntime`: then its
 * type says what it needs, and its scope ends what it began.
 */
export const edgeOfEffects = {
  create: (context) => {
    const place = placeOf(context.filename)
    if (!place.startsWith("src/") || edges.includes(place)) return {}
    return {
      MemberExpression: (node) => {
        if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return
        const call = `${node.object.name}.${node.property.name}`
        if (!runs.test(call)) return
        const message = `${call} belongs in ${edges.join(", ")} or a test.`
        context.report({ node, message })
      },
    }
  },
}
