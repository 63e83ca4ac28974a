import { createServer, type Server } from "node:http"
import type { Duplex } from "node:stream"

/** Milliseconds that answers on their way get when the server is stopped. */
const lastAnswers = 500

/**
 * The port is open a moment before there is anybody to answer. What comes meanwhile waits for the first who listens,
 * since Node would leave it without an answer for ever.
 *
 * @param event what is held until somebody else listens for it
 */
const holdEarly = (server: Server, event: "request" | "upgrade"): void => {
  const early: Array<ReadonlyArray<unknown>> = []
  const hold = (...args: ReadonlyArray<unknown>) => void early.push(args)
  server.on(event, hold)
  const handOver = (added: string) => {
    if (added !== event) return
    server.off("newListener", handOver)
    server.off(event, hold)
    setImmediate(() => {
      for (const args of early) server.emit(event, ...args)
    })
  }
  server.on("newListener", handOver)
}

/**
 * A server that can be stopped. A browser keeps connections open on which it has asked nothing yet, and a WebSocket may
 * belong to a device that sleeps; a server that closes would wait for both.
 */
export const makeNodeServer = (): Server => {
  const server = createServer()
  const upgraded = new Set<Duplex>()
  server.on("upgrade", (_request, socket) => {
    if (upgraded.has(socket)) return
    upgraded.add(socket)
    // a client that breaks off before anybody listens to its socket must not end the process
    socket.on("error", () => socket.destroy())
    socket.once("close", () => upgraded.delete(socket))
  })
  holdEarly(server, "request")
  holdEarly(server, "upgrade")
  const close = server.close.bind(server)
  return Object.assign(server, {
    close: (done?: (error?: Error) => void) => {
      setTimeout(() => {
        server.closeAllConnections()
        for (const socket of upgraded) socket.destroy()
      }, lastAnswers).unref()
      return close(done)
    },
  })
}
