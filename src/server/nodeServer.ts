import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Duplex } from "node:stream"

/** Milliseconds that answers on their way get when the server is stopped. */
const lastAnswers = 500

/**
 * The port is open a moment before there is anybody to answer. What comes meanwhile waits for the first who listens,
 * since Node would leave it without an answer for ever.
 */
const holdEarly = (server: Server): void => {
  const early: Array<readonly [IncomingMessage, ServerResponse]> = []
  const hold = (request: IncomingMessage, response: ServerResponse) => void early.push([request, response])
  server.on("request", hold)
  const handOver = (event: string) => {
    if (event !== "request") return
    server.off("newListener", handOver)
    server.off("request", hold)
    setImmediate(() => {
      for (const [request, response] of early) server.emit("request", request, response)
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
  holdEarly(server)
  const upgraded = new Set<Duplex>()
  server.on("upgrade", (_request, socket) => {
    upgraded.add(socket)
    socket.once("close", () => upgraded.delete(socket))
  })
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
