import { createServer, type Server } from "node:http"
import type { Duplex } from "node:stream"

/** Milliseconds that answers on their way get when the server is stopped. */
const lastAnswers = 500

/**
 * A server that can be stopped. A browser keeps connections open on which it has asked nothing yet, and a WebSocket may
 * belong to a device that sleeps; a server that closes would wait for both.
 */
export const makeNodeServer = (): Server => {
  const server = createServer()
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
