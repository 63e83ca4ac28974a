import { Effect } from "effect"

/**
 * Lets the thread look at what came meanwhile, such as a page's question. A yield does not: fibers that are ready go on
 * in microtasks, before the thread takes its next message.
 */
export const othersTurn = Effect.async<void>((resume) => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    resume(Effect.void)
  }
  port2.postMessage(null)
})
