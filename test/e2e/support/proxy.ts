import { createServer, type IncomingMessage, request } from "node:http"
import { connect, type Socket } from "node:net"

export interface Proxy {
  readonly url: string
  /** The paths that were asked for, in order. */
  readonly asked: ReadonlyArray<string>
  /** Resolves when this many more bytes have gone to the server over sockets. */
  readonly sent: (bytes: number) => Promise<void>
  /** Resolves when no socket to the server is open any more. */
  readonly quiet: () => Promise<void>
  readonly stop: () => Promise<void>
}

const headersOf = ({ rawHeaders }: IncomingMessage) =>
  Array.from({ length: rawHeaders.length / 2 }, (_, at) => `${rawHeaders[at * 2]}: ${rawHeaders[at * 2 + 1]}`)

/**
 * Stands between browsers and a server: sees what is asked for, and is there when the server is not. While there is
 * none it hangs up, as nobody would be listening.
 */
export const startProxy = async (target: () => number | undefined): Promise<Proxy> => {
  const asked: Array<string> = []
  const open = new Set<Socket>()
  let sentBytes = 0
  let onQuiet: ReadonlyArray<() => void> = []
  let waiting: ReadonlyArray<{ readonly bytes: number; readonly resolve: () => void }> = []
  const count = (bytes: number) => {
    sentBytes += bytes
    for (const it of waiting) if (sentBytes >= it.bytes) it.resolve()
    waiting = waiting.filter((it) => sentBytes < it.bytes)
  }

  const proxy = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? "")
    const { headers, method, url: path } = incoming
    const port = target()
    const hangUp = () => void incoming.socket.destroy()
    if (port === undefined) return hangUp()
    const upstream = request({ port, host: "127.0.0.1", method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      answer.on("error", hangUp)
    })
    upstream.on("error", hangUp)
    incoming.pipe(upstream)
  })
  proxy.on("upgrade", (incoming, near: Socket, head: Buffer) => {
    asked.push(incoming.url ?? "")
    const port = target()
    if (port === undefined) {
      near.destroy()
      return
    }
    const far = connect(port, "127.0.0.1", () => {
      far.write([`GET ${incoming.url} HTTP/1.1`, ...headersOf(incoming), "", ""].join("\r\n"))
      far.write(head)
      near.pipe(far)
      far.pipe(near)
      near.on("data", (chunk: Buffer) => count(chunk.length))
    })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on("error", () => other.destroy())
      one.on("close", () => {
        open.delete(one)
        other.destroy()
        if (open.size > 0) return
        for (const resolve of onQuiet) resolve()
        onQuiet = []
      })
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
  const address = proxy.address()
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.")
  return {
    url: `http://localhost:${address.port}`,
    asked,
    sent: (bytes) =>
      new Promise((resolve) => {
        waiting = [...waiting, { bytes: sentBytes + bytes, resolve }]
      }),
    quiet: () =>
      new Promise((resolve) => {
        if (open.size === 0) return resolve()
        onQuiet = [...onQuiet, resolve]
      }),
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
        for (const socket of open) socket.destroy()
      }),
  }
}
